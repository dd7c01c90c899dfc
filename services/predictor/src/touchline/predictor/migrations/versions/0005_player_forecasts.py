"""Forecasts of players: sealed for both squads of a match at once, in a chain of their own."""

from alembic import op

revision = "0005"
down_revision = "0004"
branch_labels = None
depends_on = None

OPTIONS = "ENGINE=InnoDB DEFAULT CHARSET=utf8mb4 COLLATE=utf8mb4_bin"

TABLES = (
    """CREATE TABLE player_forecasts (
        forecast_id CHAR(32) NOT NULL PRIMARY KEY,
        match_id VARCHAR(160) NOT NULL,
        pool VARCHAR(16) NOT NULL,
        model_name VARCHAR(128) NOT NULL,
        model_version VARCHAR(64) NOT NULL,
        supersedes CHAR(32) NULL,
        previous_seal CHAR(64) NOT NULL,
        seal CHAR(64) NOT NULL,
        event_time DATETIME(6) NOT NULL,
        available_at DATETIME(6) NOT NULL,
        recorded_at DATETIME(6) NOT NULL,
        revision BIGINT NOT NULL,
        players INT NOT NULL,
        content LONGBLOB NOT NULL COMMENT 'the rows as Arrow, as they were announced: every bit of what is sealed',
        UNIQUE KEY one_after_another (pool, previous_seal),
        UNIQUE KEY by_match (match_id, revision)
    )""",
    """CREATE TABLE player_seals (
        pool VARCHAR(16) NOT NULL PRIMARY KEY,
        seal CHAR(64) NOT NULL,
        sequence BIGINT NOT NULL
    )""",
    """CREATE TABLE player_news (
        pool VARCHAR(16) NOT NULL PRIMARY KEY,
        news BIGINT NOT NULL COMMENT 'raised by every message on players, so that none is taken for looked at unread'
    )""",
    """CREATE TABLE looked_squads (
        match_id VARCHAR(160) NOT NULL PRIMARY KEY,
        model_version VARCHAR(64) NOT NULL,
        prediction_id CHAR(32) NOT NULL,
        news BIGINT NOT NULL
    )""",
)


def upgrade() -> None:
    """Make the tables; which models of players serve stands beside the model of matches."""
    for table in TABLES:
        op.execute(f"{table} {OPTIONS}")


def downgrade() -> None:
    """The ledger is never dropped."""
    raise NotImplementedError("sealed forecasts are kept; restore an older database instead")
