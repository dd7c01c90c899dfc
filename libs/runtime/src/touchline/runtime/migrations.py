"""Alembic for every service: its folder holds versions only, the environment is shared."""

from pathlib import Path

from alembic import command
from alembic.config import Config
from sqlalchemy import URL, create_engine, text
from sqlalchemy.exc import OperationalError

from touchline.runtime.errors import Unavailable
from touchline.runtime.mariadb import connection_arguments
from touchline.runtime.settings import Settings


def upgrade(settings: Settings, service: str, location: Path) -> None:
    """Bring a service's tables to the newest version in `location`/versions.

    Two at once are harmless: the second waits for a named lock.

    Raises:
        Unavailable: MariaDB does not answer.
    """
    arguments = connection_arguments(settings)
    url = URL.create(
        "mysql+pymysql",
        username=arguments["user"],
        password=arguments["password"],
        host=arguments["host"],
        port=arguments["port"],
        database=arguments["db"],
        query={"charset": "utf8mb4"},
    )
    config = Config()
    config.set_main_option("script_location", str(Path(__file__).parent / "alembic_environment"))
    config.set_main_option("version_locations", str(location / "versions").replace("%", "%%"))
    config.set_main_option("path_separator", "newline")
    config.attributes["version_table"] = f"alembic_{service.replace('-', '_')}"
    try:
        with create_engine(url, connect_args={"ssl": arguments["ssl"]}).connect() as connection:
            connection.execute(text("SELECT GET_LOCK('touchline-migrations', 60)"))
            config.attributes["connection"] = connection
            command.upgrade(config, "head")
            connection.commit()
            connection.execute(text("SELECT RELEASE_LOCK('touchline-migrations')"))
    except OperationalError as error:
        raise Unavailable(f"MariaDB at {arguments['host']}:{arguments['port']}: {error.orig}") from error
