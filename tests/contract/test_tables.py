"""The page of tables beside a database that was really migrated."""

import pytest

from docs.site.reference.laid import tables_after
from docs.site.reference.tables import standing
from touchline.runtime.database import TABLES, Database
from touchline.schemas.views import VIEWS

pytestmark = pytest.mark.stack


async def test_the_page_has_every_table_of_the_database_and_no_other(database: Database) -> None:
    query = "SELECT table_name, table_type FROM information_schema.tables WHERE table_schema = DATABASE()"
    async with database.transaction() as connection:
        rows = await connection.fetch_all(query)
    # Alembic's own, and what other tests of this session made for themselves.
    aside = ("alembic_", "effects_", "test_")
    found = {name for name, kind in rows if kind == "BASE TABLE" and not name.startswith(aside)}
    listed = {name for names in standing().values() for name in names} | set(tables_after(iter(TABLES)))
    assert found == listed
    assert {name for name, kind in rows if kind == "VIEW"} == set(VIEWS)
