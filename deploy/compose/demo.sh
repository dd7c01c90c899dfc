#!/bin/sh
# The demo with Docker, from an empty platform: images where they are missing, the core up, once around, and left running.
# DRIFT=1 takes the layers that a drift needs, monitoring and Airflow, and waits for the retraining.
set -eu

here=$(dirname "$0")
root=$(cd "$here/../.." && pwd)
kept=${TOUCHLINE_DATA:-$root/var}/compose
compose() { "$here/compose.sh" "$@"; }
layers=${DRIFT:+--profile monitoring --profile airflow}

TOUCHLINE_STANDINS=$("$here/prepare.sh")
export TOUCHLINE_STANDINS
compose --profile commands --profile monitoring --profile airflow down --volumes --remove-orphans
rm -rf "$kept/demo"
mkdir -p "$kept/demo" "$root/build"
# of all seasons it takes minutes; Airflow's run learns from as many
export TOUCHLINE_PLAYER_SEASONS="${TOUCHLINE_PLAYER_SEASONS:-2}"
begun=$(date +%s)
if [ -z "${TOUCHLINE_RECORDED:-}" ]; then compose run --rm --no-deps sandbox fetch-package; fi
# shellcheck disable=SC2086  # words
compose $layers up --detach
echo "containers have begun after $(($(date +%s) - begun)) s"
words="run --setup-seconds $(($(date +%s) - begun))"
if [ -z "${DRIFT:-}" ]; then words="$words --without-drift"; fi
# As the user of this checkout, so that the results are theirs.
# shellcheck disable=SC2086  # words
compose --profile commands run --rm --user "$(id -u):$(id -g)" demo $words
