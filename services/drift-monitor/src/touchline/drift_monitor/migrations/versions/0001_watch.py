"""What the monitor has seen, what is still to be settled, and its three ledgers."""

from alembic import op

revision = "0001"
down_revision = None
branch_labels = None
depends_on = None

TABLE_OPTIONS = "ENGINE=InnoDB DEFAULT CHARSET=utf8mb4 COLLATE=utf8mb4_bin"

TABLES = {
    "watched_results": """
        match_id VARCHAR(120) NOT NULL,
        document_key VARCHAR(200) NOT NULL,
        pool VARCHAR(16) NOT NULL,
        competition VARCHAR(16) NOT NULL,
        season VARCHAR(16) NOT NULL,
        home_team VARCHAR(60) NOT NULL,
        away_team VARCHAR(60) NOT NULL,
        status VARCHAR(16) NOT NULL,
        home_goals INT NULL,
        away_goals INT NULL,
        event_time DATETIME(6) NOT NULL,
        available_at DATETIME(6) NOT NULL,
        revision BIGINT NOT NULL,
        PRIMARY KEY (match_id, document_key),
        KEY of_pool (pool, event_time)""",
    "watched_odds": """
        match_id VARCHAR(120) NOT NULL,
        moment VARCHAR(16) NOT NULL,
        document_key VARCHAR(200) NOT NULL,
        home DOUBLE NOT NULL,
        draw DOUBLE NOT NULL,
        away DOUBLE NOT NULL,
        available_at DATETIME(6) NOT NULL,
        revision BIGINT NOT NULL,
        PRIMARY KEY (match_id, moment, document_key)""",
    "watched_vectors": """
        match_id VARCHAR(120) NOT NULL,
        catalogue_version INT NOT NULL,
        pool VARCHAR(16) NOT NULL,
        vector BLOB NOT NULL COMMENT 'float64, little-endian, in the order of the catalogue',
        event_time DATETIME(6) NOT NULL,
        revision BIGINT NOT NULL,
        PRIMARY KEY (match_id, catalogue_version),
        KEY of_pool (pool, event_time)""",
    "watched_predictions": """
        prediction_id VARCHAR(64) NOT NULL PRIMARY KEY,
        match_id VARCHAR(120) NOT NULL,
        pool VARCHAR(16) NOT NULL,
        model_version VARCHAR(64) NOT NULL,
        home DOUBLE NOT NULL,
        draw DOUBLE NOT NULL,
        away DOUBLE NOT NULL,
        sealed_at DATETIME(6) NOT NULL,
        revision BIGINT NOT NULL,
        KEY of_match (match_id)""",
    "unsettled": """
        match_id VARCHAR(120) NOT NULL PRIMARY KEY,
        pool VARCHAR(16) NOT NULL,
        news INT NOT NULL COMMENT 'raised by every piece of news, so that none is taken for settled unread',
        football_time DATETIME(6) NOT NULL,
        KEY of_pool (pool)""",
    "settlements": """
        match_id VARCHAR(120) NOT NULL,
        prediction_id VARCHAR(64) NOT NULL,
        revision BIGINT NOT NULL,
        pool VARCHAR(16) NOT NULL,
        model_version VARCHAR(64) NOT NULL,
        outcome VARCHAR(8) NOT NULL,
        home DOUBLE NOT NULL,
        draw DOUBLE NOT NULL,
        away DOUBLE NOT NULL,
        ranked_probability_score DOUBLE NOT NULL,
        log_loss DOUBLE NOT NULL,
        brier DOUBLE NOT NULL,
        market_before_score DOUBLE NULL,
        market_closing_score DOUBLE NULL,
        event_time DATETIME(6) NOT NULL,
        available_at DATETIME(6) NOT NULL,
        recorded_at DATETIME(6) NOT NULL,
        PRIMARY KEY (match_id, revision),
        KEY of_pool (pool, event_time)""",
    "drifts": """
        number BIGINT NOT NULL AUTO_INCREMENT UNIQUE KEY COMMENT 'one settler at a time writes a pool, in order',
        drift_id VARCHAR(64) NOT NULL PRIMARY KEY,
        pool VARCHAR(16) NOT NULL,
        drifted BOOLEAN NOT NULL,
        statistic VARCHAR(60) NOT NULL,
        value DOUBLE NOT NULL,
        threshold DOUBLE NOT NULL,
        p_value DOUBLE NULL,
        window_matches INT NOT NULL,
        reference_matches INT NOT NULL,
        model_version VARCHAR(64) NOT NULL,
        sentence VARCHAR(500) NOT NULL,
        event_time DATETIME(6) NOT NULL,
        available_at DATETIME(6) NOT NULL,
        recorded_at DATETIME(6) NOT NULL,
        KEY of_pool (pool, event_time)""",
    "requests": """
        request_id VARCHAR(64) NOT NULL PRIMARY KEY,
        cause VARCHAR(16) NOT NULL,
        drift_id VARCHAR(64) NULL,
        pool VARCHAR(16) NOT NULL,
        model_name VARCHAR(60) NOT NULL,
        reason VARCHAR(500) NOT NULL,
        settled_matches INT NOT NULL COMMENT 'settled in the pool when it was raised',
        event_time DATETIME(6) NOT NULL,
        available_at DATETIME(6) NOT NULL,
        recorded_at DATETIME(6) NOT NULL,
        KEY of_pool (pool, event_time)""",
}


def upgrade() -> None:
    for name, columns in TABLES.items():
        op.execute(f"CREATE TABLE {name} ({columns}\n) {TABLE_OPTIONS}")


def downgrade() -> None:
    for name in reversed(TABLES):
        op.execute(f"DROP TABLE {name}")
