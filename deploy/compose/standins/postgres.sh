# POSTGRES_USER, POSTGRES_PASSWORD and POSTGRES_DB, as the official image reads them.
set -eu
data=/var/lib/postgresql/data
programs=$(echo /usr/lib/postgresql/*/bin)
as() { setpriv --reuid=postgres --regid=postgres --init-groups "$@"; }
if [ ! -e "$data/PG_VERSION" ]; then
    install -d -o postgres -g postgres -m 700 "$data"
    password=$(mktemp)
    printf '%s' "$POSTGRES_PASSWORD" >"$password" && chown postgres "$password"
    as "$programs/initdb" --pgdata="$data" --encoding=UTF8 --locale=C.UTF-8 --username="$POSTGRES_USER" \
        --auth-host=scram-sha-256 --auth-local=trust --pwfile="$password" >/dev/null
    rm "$password"
    echo 'host all all all scram-sha-256' >>"$data/pg_hba.conf"
    printf 'CREATE DATABASE "%s";\n' "$POSTGRES_DB" | as "$programs/postgres" --single -D "$data" postgres >/dev/null
fi
exec setpriv --reuid=postgres --regid=postgres --init-groups "$programs/postgres" -D "$data" -c listen_addresses='*' "$@"
