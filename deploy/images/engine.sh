#!/bin/sh
# A command with a Docker engine: the one that answers, else, as root, one begun for it and stopped after it.
#
#     deploy/images/engine.sh make images
#
# What such an engine has built stays in Docker's own folder for the next.
set -eu

if docker version >/dev/null 2>&1; then exec "$@"; fi
command -v dockerd >/dev/null || {
    echo "no Docker engine answers and there is none to begin; on Debian: apt-get install --no-install-recommends docker.io docker-compose" >&2
    exit 2
}
[ "$(id -u)" = 0 ] || { echo "no Docker engine answers; only root may begin one: dockerd" >&2; exit 2; }

log=$(mktemp)
dockerd >"$log" 2>&1 &
engine=$!
stop() { kill "$engine" 2>/dev/null || true; wait "$engine" 2>/dev/null || true; rm -f "$log"; }
trap stop EXIT
trap 'exit 130' INT TERM
waited=0
until docker version >/dev/null 2>&1; do
    waited=$((waited + 1))
    if [ "$waited" -gt 60 ] || ! kill -0 "$engine" 2>/dev/null; then
        echo "dockerd does not answer; its last lines:" >&2
        tail -n 5 "$log" >&2
        exit 2
    fi
    sleep 1
done
"$@"
