"""What each row said, so that it can be taken back; whether the latest version still holds it."""

from alembic import op

revision = "0003"
down_revision = "0002"
branch_labels = None
depends_on = None


def upgrade() -> None:
    """What was read before is remembered anew: `backfill` reads it once more, under the newer logic."""
    op.execute("DELETE FROM normalizer_rows")
    op.execute(
        "ALTER TABLE normalizer_rows DROP COLUMN kick_off, DROP COLUMN kick_off_known,"
        " ADD COLUMN absent BOOLEAN NOT NULL, ADD COLUMN stated MEDIUMTEXT NULL"
    )


def downgrade() -> None:
    """Every row counts as changed when its document is next read."""
    op.execute("DELETE FROM normalizer_rows")
    op.execute(
        "ALTER TABLE normalizer_rows DROP COLUMN absent, DROP COLUMN stated,"
        " ADD COLUMN kick_off DATETIME(6) NULL, ADD COLUMN kick_off_known BOOLEAN NOT NULL"
    )
