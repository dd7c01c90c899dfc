"""A mark is a row of its own: a fold takes away those it has read, and what is marked meanwhile stays by itself."""

from alembic import op

revision = "0006"
down_revision = "0005"
branch_labels = None
depends_on = None

_OPTIONS = "ENGINE=InnoDB DEFAULT CHARSET=utf8mb4 COLLATE=utf8mb4_bin"
TABLES = ("stale", "stale_people")  # and `stale_prices`, which is of matches


def upgrade() -> None:
    """The marks that stand are kept, each as one row."""
    for table in TABLES:
        op.execute(
            f"ALTER TABLE {table} DROP PRIMARY KEY, DROP COLUMN marks,"
            " ADD COLUMN mark_id BIGINT NOT NULL AUTO_INCREMENT PRIMARY KEY FIRST, ADD KEY by_pool (pool)"
        )
    op.execute(
        "ALTER TABLE stale_prices DROP PRIMARY KEY, DROP COLUMN marks, DROP KEY by_pool,"
        " ADD COLUMN mark_id BIGINT NOT NULL AUTO_INCREMENT PRIMARY KEY FIRST, ADD KEY by_pool (pool, match_id)"
    )


def downgrade() -> None:
    """One mark a pool or match again, as early as the earliest."""
    op.execute(
        "CREATE TABLE stale_matches (match_id VARCHAR(128) NOT NULL PRIMARY KEY, pool VARCHAR(32) NOT NULL,"
        f" football_time DATETIME(6) NOT NULL, marks BIGINT NOT NULL, KEY by_pool (pool)) {_OPTIONS}"
    )
    op.execute(
        "INSERT INTO stale_matches SELECT match_id, MAX(pool), MAX(football_time), COUNT(*) FROM stale_prices"
        " GROUP BY match_id"
    )
    op.execute("DROP TABLE stale_prices")
    op.execute("RENAME TABLE stale_matches TO stale_prices")
    for table in TABLES:
        op.execute(
            f"CREATE TABLE {table}_by_pool (pool VARCHAR(32) NOT NULL PRIMARY KEY, from_time DATETIME(6) NOT NULL,"
            f" football_time DATETIME(6) NOT NULL, marks BIGINT NOT NULL, known_from DATETIME(6) NOT NULL) {_OPTIONS}"
        )
        op.execute(
            f"INSERT INTO {table}_by_pool (pool, from_time, football_time, marks, known_from)"
            f" SELECT pool, MIN(from_time), MAX(football_time), COUNT(*), MIN(known_from) FROM {table} GROUP BY pool"
        )
        op.execute(f"DROP TABLE {table}")
        op.execute(f"RENAME TABLE {table}_by_pool TO {table}")
