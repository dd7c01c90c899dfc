"""The sealed predictions and what leads to them."""

from alembic import op

revision = "0001"
down_revision = None
branch_labels = None
depends_on = None

OPTIONS = "ENGINE=InnoDB DEFAULT CHARSET=utf8mb4 COLLATE=utf8mb4_bin"

TABLES = (
    """CREATE TABLE clock (
        id TINYINT NOT NULL PRIMARY KEY,
        football_time DATETIME(6) NOT NULL
    )""",
    """CREATE TABLE fixtures (
        match_id VARCHAR(160) NOT NULL,
        catalogue_version INT NOT NULL,
        pool VARCHAR(16) NOT NULL,
        competition VARCHAR(16) NOT NULL,
        season VARCHAR(16) NOT NULL,
        home_team VARCHAR(64) NOT NULL,
        away_team VARCHAR(64) NOT NULL,
        vector LONGTEXT NOT NULL CHECK (JSON_VALID(vector)),
        document_set CHAR(64) NOT NULL,
        state_hash CHAR(64) NOT NULL,
        kick_off DATETIME(6) NOT NULL,
        available_at DATETIME(6) NOT NULL,
        revision BIGINT NOT NULL,
        scored_version VARCHAR(64) NULL,
        PRIMARY KEY (match_id, catalogue_version),
        KEY by_kick_off (kick_off)
    )""",
    """CREATE TABLE serving_model (
        id TINYINT NOT NULL PRIMARY KEY,
        name VARCHAR(128) NOT NULL,
        version VARCHAR(64) NOT NULL,
        catalogue_version INT NOT NULL,
        snapshot VARCHAR(128) NOT NULL,
        bundle_key VARCHAR(512) NOT NULL,
        bundle_sha256 CHAR(64) NOT NULL,
        revision BIGINT NOT NULL
    )""",
    """CREATE TABLE served_models (
        name VARCHAR(128) NOT NULL,
        version VARCHAR(64) NOT NULL,
        bundle_key VARCHAR(512) NOT NULL,
        bundle_sha256 CHAR(64) NOT NULL,
        PRIMARY KEY (name, version)
    )""",
    """CREATE TABLE seals (
        pool VARCHAR(16) NOT NULL PRIMARY KEY,
        seal CHAR(64) NOT NULL,
        sequence BIGINT NOT NULL
    )""",
    """CREATE TABLE predictions (
        prediction_id CHAR(32) NOT NULL PRIMARY KEY,
        match_id VARCHAR(160) NOT NULL,
        pool VARCHAR(16) NOT NULL,
        competition VARCHAR(16) NOT NULL,
        season VARCHAR(16) NOT NULL,
        home_team VARCHAR(64) NOT NULL,
        away_team VARCHAR(64) NOT NULL,
        model_name VARCHAR(128) NOT NULL,
        model_version VARCHAR(64) NOT NULL,
        catalogue_version INT NOT NULL,
        snapshot VARCHAR(128) NOT NULL,
        features_revision BIGINT NOT NULL,
        document_set CHAR(64) NOT NULL,
        home DOUBLE NOT NULL,
        draw DOUBLE NOT NULL,
        away DOUBLE NOT NULL,
        supersedes CHAR(32) NULL,
        previous_seal CHAR(64) NOT NULL,
        seal CHAR(64) NOT NULL,
        event_time DATETIME(6) NOT NULL,
        available_at DATETIME(6) NOT NULL,
        recorded_at DATETIME(6) NOT NULL,
        revision BIGINT NOT NULL,
        UNIQUE KEY one_after_another (pool, previous_seal),
        UNIQUE KEY by_match (match_id, revision)
    )""",
    """CREATE TABLE scored_vectors (
        match_id VARCHAR(160) NOT NULL,
        catalogue_version INT NOT NULL,
        revision BIGINT NOT NULL,
        vector LONGTEXT NOT NULL CHECK (JSON_VALID(vector)),
        document_set CHAR(64) NOT NULL,
        state_hash CHAR(64) NOT NULL,
        kick_off DATETIME(6) NOT NULL,
        available_at DATETIME(6) NOT NULL,
        PRIMARY KEY (match_id, catalogue_version, revision)
    )""",
)


def upgrade() -> None:
    """Make the tables; the clock starts before any document."""
    for table in TABLES:
        op.execute(f"{table} {OPTIONS}")
    op.execute("INSERT INTO clock (id, football_time) VALUES (1, '1970-01-01 00:00:00')")


def downgrade() -> None:
    """The ledger is never dropped."""
    raise NotImplementedError("sealed predictions are kept; restore an older database instead")
