"""What was forecast of players, what they did, and the ledger of how far apart that was."""

from alembic import op

revision = "0005"
down_revision = "0004"
branch_labels = None
depends_on = None

TABLE_OPTIONS = "ENGINE=InnoDB DEFAULT CHARSET=utf8mb4 COLLATE=utf8mb4_bin"
ERRORS = ("minutes_error", "goals_error", "points_error")
TABLES = {
    "watched_forecasts": """
        forecast_id VARCHAR(64) NOT NULL PRIMARY KEY,
        match_id VARCHAR(160) NOT NULL,
        pool VARCHAR(16) NOT NULL,
        model_version VARCHAR(64) NOT NULL,
        sealed_at DATETIME(6) NOT NULL,
        said LONGTEXT NOT NULL COMMENT 'by player: expected minutes, goals, points, and means' CHECK (JSON_VALID(said)),
        revision BIGINT NOT NULL,
        KEY of_match (match_id)""",
    "watched_lines": """
        match_id VARCHAR(160) NOT NULL,
        player_id VARCHAR(64) NOT NULL,
        document_key VARCHAR(200) NOT NULL,
        source VARCHAR(64) NOT NULL,
        provenance VARCHAR(16) NOT NULL,
        minutes INT NOT NULL,
        goals INT NOT NULL,
        points INT NOT NULL,
        available_at DATETIME(6) NOT NULL,
        withdrawn BOOLEAN NOT NULL,
        revision BIGINT NOT NULL,
        PRIMARY KEY (match_id, player_id, document_key)""",
    "player_settlements": f"""
        match_id VARCHAR(160) NOT NULL,
        forecast_id VARCHAR(64) NOT NULL,
        revision BIGINT NOT NULL,
        pool VARCHAR(16) NOT NULL,
        model_version VARCHAR(64) NOT NULL,
        players INT NOT NULL,
        {"".join(f"{name} DOUBLE NOT NULL, {name}_last_5 DOUBLE NOT NULL, " for name in ERRORS)}
        event_time DATETIME(6) NOT NULL,
        available_at DATETIME(6) NOT NULL,
        recorded_at DATETIME(6) NOT NULL,
        PRIMARY KEY (match_id, revision),
        KEY of_pool (pool, event_time)""",
}


def upgrade() -> None:
    for name, columns in TABLES.items():
        op.execute(f"CREATE TABLE {name} ({columns}\n) {TABLE_OPTIONS}")


def downgrade() -> None:
    for name in reversed(TABLES):
        op.execute(f"DROP TABLE {name}")
