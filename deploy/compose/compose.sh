#!/bin/sh
# Docker Compose with this checkout's settings: deploy/compose/compose.sh up --detach [--profile monitoring …]
#
# Images and ports stand in images.env. Secrets are made here, once, in $TOUCHLINE_DATA/compose (var/compose in the
# checkout), which only its owner may enter; no file of the repository has one.
set -eu

root=$(cd "$(dirname "$0")/../.." && pwd)
kept=${TOUCHLINE_DATA:-$root/var}/compose
mkdir -p "$kept" && chmod 700 "$kept"
export TOUCHLINE_COMPOSE="$kept"

secret() { od -An -N32 -tx1 /dev/urandom | tr -d ' \n'; }

# A Fernet key is 32 bytes in URL-safe base64.
fernet() { head -c 32 /dev/urandom | base64 | tr '+/' '-_'; }

secrets=$kept/secrets
if [ ! -s "$secrets" ]; then
    (
        umask 077
        for name in DATABASE_PASSWORD S3_ACCESS_KEY S3_SECRET_KEY ALERT_TOKEN POSTGRES_PASSWORD AIRFLOW_PASSWORD \
            AIRFLOW_API_SECRET AIRFLOW_JWT_SECRET; do
            printf '%s=%s\n' "$name" "$(secret)"
        done >"$secrets.new"
        printf 'AIRFLOW_FERNET_KEY=%s\n' "$(fernet)" >>"$secrets.new"
        mv "$secrets.new" "$secrets"
    )
fi
# Alertmanager reads its token from a file, as another user than this one: the folder around it is closed, the file is not.
rm -f "$kept/alert-token"
sed -n 's/^ALERT_TOKEN=//p' "$secrets" | tr -d '\n' >"$kept/alert-token" && chmod 444 "$kept/alert-token"

# Later lines win: images.env, then what TOUCHLINE_STANDINS asks for, then the secrets.
(
    umask 077
    cat "$root/deploy/compose/images.env" ${TOUCHLINE_STANDINS:+"$root/deploy/compose/standins.env"} "$secrets" |
        grep -v '^#' >"$kept/env"
)

if docker compose version >/dev/null 2>&1; then set -- docker compose "$@"; else set -- docker-compose "$@"; fi
first=$1
shift
if [ "$first" = docker ]; then first="docker compose" && shift; fi
# shellcheck disable=SC2086  # one word or two
exec $first --project-directory "$root" --file "$root/compose.yaml" --env-file "$kept/env" \
    --project-name "${COMPOSE_PROJECT_NAME:-touchline}" "$@"
