"""Keys of the API: digests of their secrets, and what each may."""

from alembic import op

revision = "0004"
down_revision = "0003"
branch_labels = None
depends_on = None


def upgrade() -> None:
    """A key is revoked, never removed: what it was is told by the ledger."""
    op.execute(
        """CREATE TABLE access_keys (
            key_id CHAR(12) NOT NULL PRIMARY KEY,
            secret_sha256 CHAR(64) NOT NULL,
            owner VARCHAR(160) NOT NULL,
            may VARCHAR(64) NOT NULL,
            per_minute INT NOT NULL,
            burst INT NOT NULL,
            streams INT NOT NULL,
            created_at DATETIME(6) NOT NULL,
            expires_at DATETIME(6) NULL,
            revoked_at DATETIME(6) NULL
        ) ENGINE=InnoDB DEFAULT CHARSET=utf8mb4 COLLATE=utf8mb4_bin"""
    )


def downgrade() -> None:
    """The ledger is never dropped."""
    raise NotImplementedError("keys are kept; restore an older database instead")
