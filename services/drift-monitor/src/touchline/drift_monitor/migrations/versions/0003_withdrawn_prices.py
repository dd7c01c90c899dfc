"""Prices that their document gives to another match now are no longer settled with."""

from alembic import op

revision = "0003"
down_revision = "0002"
branch_labels = None
depends_on = None


def upgrade() -> None:
    """What stands was not withdrawn: documents could not withdraw prices before."""
    op.execute("ALTER TABLE watched_odds ADD COLUMN withdrawn BOOLEAN NOT NULL DEFAULT FALSE")


def downgrade() -> None:
    """Withdrawn prices would stand again: take them away with the column."""
    op.execute("DELETE FROM watched_odds WHERE withdrawn")
    op.execute("ALTER TABLE watched_odds DROP COLUMN withdrawn")
