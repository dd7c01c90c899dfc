"""MariaDB, Debian's, from a data directory of its own."""

import getpass

import pymysql

from touchline.local.part import Part, Program
from touchline.local.parts.answers import PATIENCE, run
from touchline.local.stack import Stack, write_private


def grants(password: str) -> str:
    """What the server runs at each start: the database and its user, and databases of tests beside it."""
    return f"""\
CREATE DATABASE IF NOT EXISTS touchline;
CREATE USER IF NOT EXISTS touchline@'127.0.0.1' IDENTIFIED BY '{password}';
GRANT ALL ON touchline.* TO touchline@'127.0.0.1';
GRANT ALL ON `touchline\\_%`.* TO touchline@'127.0.0.1';
"""


def prepare(stack: Stack) -> None:
    """Lay the system tables once."""
    folder = stack.data / "mariadb"
    write_private(stack.data / "mariadb.sql", grants(stack.secrets["database"]))
    if not (folder / "mysql").is_dir():
        where = ["--no-defaults", f"--datadir={folder}", f"--user={getpass.getuser()}"]
        run(["mariadb-install-db", *where, "--skip-test-db", "--auth-root-authentication-method=socket"])


def programs(stack: Stack) -> list[Program]:
    """The server; its own settings are here, whatever the machine's files say."""
    command = [
        "mariadbd",
        "--no-defaults",
        f"--user={getpass.getuser()}",
        f"--datadir={stack.data / 'mariadb'}",
        f"--init-file={stack.data / 'mariadb.sql'}",
        f"--socket={stack.run / 'mariadb.sock'}",
        f"--pid-file={stack.run / 'mariadb.pid'}",
        "--bind-address=127.0.0.1",
        f"--port={stack.ports['mariadb']}",
        # Names without reverse look-up: the user is known as touchline@127.0.0.1.
        "--skip-name-resolve",
        "--character-set-server=utf8mb4",
        "--collation-server=utf8mb4_bin",
        "--default-time-zone=+00:00",
        "--transaction-isolation=READ-COMMITTED",
        # A history that is folded is some 400 MB of rows; with less, pages are written and read again and again.
        "--innodb-buffer-pool-size=512M",
        "--innodb-log-file-size=256M",
    ]
    return [Program("mariadb", command, port="mariadb")]


def check(stack: Stack) -> None:
    """Touchline's user reaches Touchline's database."""
    connection = pymysql.connect(
        host="127.0.0.1",
        port=stack.ports["mariadb"],
        user="touchline",
        password=stack.secrets["database"],
        database="touchline",
        connect_timeout=int(PATIENCE),
        read_timeout=int(PATIENCE),
    )
    try:
        connection.ping()
    finally:
        connection.close()


PART = Part("mariadb", programs=programs, prepare=prepare, check=check)
