"""Decisions say whether any gate found harm in the challenger."""

from alembic import op

revision = "0004"
down_revision = "0003"


def upgrade() -> None:
    """What was decided before stays without."""
    op.execute("ALTER TABLE decisions ADD COLUMN sound BOOLEAN NULL")


def downgrade() -> None:
    """Which of those refused were harmless is lost."""
    op.execute("ALTER TABLE decisions DROP COLUMN sound")
