"""Several sources assert one match: what is believed of it is kept in a row of its own."""

from alembic import op

revision = "0002"
down_revision = "0001"
branch_labels = None
depends_on = None

TABLE_OPTIONS = "ENGINE=InnoDB DEFAULT CHARSET=utf8mb4 COLLATE=utf8mb4_bin"
RESULT = "match_id, pool, competition, season, home_team, away_team, home_goals, away_goals, event_time, available_at"


def upgrade() -> None:
    # what stands there was read from the one source that there was
    op.execute(
        "ALTER TABLE watched_results"
        " ADD COLUMN kick_off_known BOOLEAN NOT NULL DEFAULT TRUE,"
        " ADD COLUMN source VARCHAR(64) NOT NULL DEFAULT 'football-data',"
        " ADD COLUMN provenance VARCHAR(16) NOT NULL DEFAULT 'unknown'"
    )
    op.execute(f"""CREATE TABLE watched_matches (
        match_id VARCHAR(120) NOT NULL PRIMARY KEY,
        pool VARCHAR(16) NOT NULL,
        competition VARCHAR(16) NOT NULL,
        season VARCHAR(16) NOT NULL,
        home_team VARCHAR(60) NOT NULL,
        away_team VARCHAR(60) NOT NULL,
        home_goals INT NOT NULL,
        away_goals INT NOT NULL,
        event_time DATETIME(6) NOT NULL,
        available_at DATETIME(6) NOT NULL,
        KEY of_pool (pool, event_time)
    ) {TABLE_OPTIONS}""")
    op.execute(f"""INSERT INTO watched_matches ({RESULT})
        SELECT {RESULT} FROM (
            SELECT *, ROW_NUMBER() OVER (PARTITION BY match_id ORDER BY available_at DESC, document_key) AS place
            FROM watched_results WHERE status = 'played' AND home_goals IS NOT NULL AND away_goals IS NOT NULL
        ) AS ranked WHERE place = 1""")


def downgrade() -> None:
    op.execute("DROP TABLE watched_matches")
    op.execute("ALTER TABLE watched_results DROP COLUMN kick_off_known, DROP COLUMN source, DROP COLUMN provenance")
