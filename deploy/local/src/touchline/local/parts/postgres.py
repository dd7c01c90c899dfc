"""PostgreSQL for Airflow's metadata, Debian's; it refuses to run as root, so root runs it as `postgres`."""

import os
import pwd
import shutil
import subprocess
from pathlib import Path

from touchline.local.failure import Failure
from touchline.local.part import Part, Program
from touchline.local.parts.answers import run
from touchline.local.stack import Stack, write_private

USER = "postgres"
HOME = Path("/var/lib/postgresql")


def binary(name: str) -> str:
    """The newest installed version's program; Debian keeps them out of PATH."""
    found = sorted(Path("/usr/lib/postgresql").glob(f"*/bin/{name}"), key=lambda path: int(path.parts[4]))
    if not found:
        raise Failure("PostgreSQL is missing; `make setup` installs it")
    return str(found[-1])


def as_owner(command: list[str]) -> list[str]:
    """The command as a user that PostgreSQL accepts."""
    return command if os.geteuid() else ["setpriv", f"--reuid={USER}", f"--regid={USER}", "--init-groups", *command]


def folder(stack: Stack) -> Path:
    """The data directory; beside the package's own where its user cannot enter the stack's (say, under /root)."""
    inside, outside = stack.data / "postgres", HOME / f"touchline-{stack.identity}"
    if os.geteuid() or inside.exists():
        return inside
    if outside.exists() or subprocess.run(as_owner(["test", "-x", str(stack.data)])).returncode:
        return outside
    return inside


def prepare(stack: Stack) -> None:
    """Lay the cluster once, with one superuser and its password."""
    target = folder(stack)
    if (target / "PG_VERSION").exists():
        return
    shutil.rmtree(target, ignore_errors=True)
    target.mkdir(mode=0o700)
    password = target.with_name(f"{target.name}.password")
    write_private(password, stack.secrets["postgres"])
    if not os.geteuid():
        owner = pwd.getpwnam(USER)
        for path in (target, password):
            os.chown(path, owner.pw_uid, owner.pw_gid)
    login = ["--username=airflow", f"--pwfile={password}", "--auth=scram-sha-256"]
    try:
        run(as_owner([binary("initdb"), f"--pgdata={target}", "--encoding=UTF8", "--locale=C.UTF-8", *login]))
    finally:
        password.unlink()


def programs(stack: Stack) -> list[Program]:
    """The server, over TCP only."""
    command = [binary("postgres"), "-D", str(folder(stack)), "-p", str(stack.ports["postgres"])]
    options = ["listen_addresses=127.0.0.1", "unix_socket_directories=", "shared_buffers=64MB", "max_connections=100"]
    words = [word for option in options for word in ("-c", option)]
    # INT is its fast shutdown: TERM would wait until Airflow's connections are gone.
    return [Program("postgres", as_owner([*command, *words]), port="postgres", stop_signal="INT")]


def check(stack: Stack) -> None:
    """The server accepts connections."""
    address = ["-h", "127.0.0.1", "-p", str(stack.ports["postgres"]), "-t", "2"]
    subprocess.run([binary("pg_isready"), "-q", *address], check=True)


def create_database(stack: Stack) -> None:
    """Make Airflow's database, unless it is there."""
    query = "SELECT count(*) FROM pg_database WHERE datname = 'airflow'"
    if psql(stack, query) == "0":
        psql(stack, "CREATE DATABASE airflow")


def psql(stack: Stack, statement: str) -> str:
    """Run one statement as the superuser."""
    address = ["-h", "127.0.0.1", "-p", str(stack.ports["postgres"]), "-U", "airflow", "-d", "postgres"]
    environment = {**os.environ, "PGPASSWORD": stack.secrets["postgres"]}
    command = [binary("psql"), "-qtAX", "-v", "ON_ERROR_STOP=1", *address, "-c", statement]
    return subprocess.run(command, check=True, env=environment, stdout=subprocess.PIPE, text=True).stdout.strip()


PART = Part("postgres", programs=programs, prepare=prepare, check=check, finish=create_database)
