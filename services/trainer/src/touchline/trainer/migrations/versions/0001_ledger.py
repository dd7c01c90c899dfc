"""The ledger of the trainer: what was decided, and who claimed which request."""

from alembic import op

revision = "0001"
down_revision = None


def upgrade() -> None:
    """Two tables that are never rebuilt."""
    op.execute("""
        CREATE TABLE decisions (
            decision_id VARCHAR(64) NOT NULL PRIMARY KEY,
            request_id VARCHAR(128) NULL UNIQUE,
            model_name VARCHAR(64) NOT NULL,
            model_version VARCHAR(128) NOT NULL,
            decision VARCHAR(16) NOT NULL,
            champion_before VARCHAR(128) NULL,
            challenger_score DOUBLE NOT NULL,
            champion_score DOUBLE NULL,
            matches INT NOT NULL,
            bundle_key VARCHAR(255) NOT NULL,
            bundle_sha256 CHAR(64) NOT NULL,
            catalogue_version INT NOT NULL,
            snapshot CHAR(64) NOT NULL,
            reason VARCHAR(1000) NOT NULL,
            event_time DATETIME(6) NOT NULL,
            available_at DATETIME(6) NOT NULL,
            recorded_at DATETIME(6) NOT NULL,
            revision BIGINT NOT NULL UNIQUE,
            settled_at DATETIME(6) NULL,
            KEY by_model (model_name, decision, revision)
        ) ENGINE=InnoDB DEFAULT CHARSET=utf8mb4 COLLATE=utf8mb4_bin
    """)
    op.execute("""
        CREATE TABLE claims (
            request_id VARCHAR(128) NOT NULL PRIMARY KEY,
            run VARCHAR(255) NOT NULL,
            claimed_at DATETIME(6) NOT NULL
        ) ENGINE=InnoDB DEFAULT CHARSET=utf8mb4 COLLATE=utf8mb4_bin
    """)


def downgrade() -> None:
    """The ledger is never taken away."""
    raise NotImplementedError("decisions and claims are primary: restore a backup instead")
