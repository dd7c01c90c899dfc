"""Challengers beside the champion: their trials, what both said, and how the matches ended."""

from alembic import op

revision = "0006"
down_revision = "0005"
branch_labels = None
depends_on = None

OPTIONS = "ENGINE=InnoDB DEFAULT CHARSET=utf8mb4 COLLATE=utf8mb4_bin"

TABLES = (
    """CREATE TABLE trials (
        trial_id CHAR(32) NOT NULL PRIMARY KEY,
        heard_revision BIGINT NOT NULL,
        model_name VARCHAR(128) NOT NULL,
        model_version VARCHAR(64) NOT NULL,
        catalogue_version INT NOT NULL,
        snapshot VARCHAR(128) NOT NULL,
        bundle_key VARCHAR(512) NOT NULL,
        bundle_sha256 CHAR(64) NOT NULL,
        champion_version VARCHAR(64) NULL,
        champion_bundle_key VARCHAR(512) NULL,
        champion_bundle_sha256 CHAR(64) NULL,
        stage VARCHAR(16) NOT NULL,
        share DOUBLE NOT NULL,
        scored INT NOT NULL,
        failures INT NOT NULL,
        challenger_p99_ms DOUBLE NULL,
        champion_p99_ms DOUBLE NULL,
        distance DOUBLE NULL,
        settled INT NOT NULL,
        challenger_log_loss DOUBLE NULL,
        champion_log_loss DOUBLE NULL,
        challenger_score DOUBLE NULL,
        champion_score DOUBLE NULL,
        reason VARCHAR(1000) NOT NULL,
        event_time DATETIME(6) NOT NULL,
        available_at DATETIME(6) NOT NULL,
        recorded_at DATETIME(6) NOT NULL,
        revision BIGINT NOT NULL,
        KEY by_model (model_name, stage)
    )""",
    """CREATE TABLE trial_scores (
        trial_id CHAR(32) NOT NULL,
        match_id VARCHAR(160) NOT NULL,
        features_revision BIGINT NOT NULL,
        home DOUBLE NULL COMMENT 'the challenger; null: it failed',
        draw DOUBLE NULL,
        away DOUBLE NULL,
        champion_home DOUBLE NOT NULL,
        champion_draw DOUBLE NOT NULL,
        champion_away DOUBLE NOT NULL,
        challenger_ms DOUBLE NOT NULL COMMENT 'of one processor',
        champion_ms DOUBLE NOT NULL,
        failure VARCHAR(500) NULL,
        available_at DATETIME(6) NOT NULL,
        recorded_at DATETIME(6) NOT NULL,
        PRIMARY KEY (trial_id, match_id, features_revision)
    )""",
    """CREATE TABLE trial_outcomes (
        match_id VARCHAR(160) NOT NULL PRIMARY KEY,
        outcome VARCHAR(8) NOT NULL,
        kick_off DATETIME(6) NOT NULL,
        revision BIGINT NOT NULL
    )""",
)


def upgrade() -> None:
    """Make the tables; whoever served so far served every match."""
    for table in TABLES:
        op.execute(f"{table} {OPTIONS}")
    op.execute("ALTER TABLE served_models ADD COLUMN whole BOOLEAN NOT NULL DEFAULT TRUE COMMENT 'not a share alone'")


def downgrade() -> None:
    """The ledger is never dropped."""
    raise NotImplementedError("what a challenger said is kept; restore an older database instead")
