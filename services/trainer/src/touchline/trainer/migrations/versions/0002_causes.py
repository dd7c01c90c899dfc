"""Decisions say what called for them."""

from alembic import op

revision = "0002"
down_revision = "0001"


def upgrade() -> None:
    """What was decided before stays without."""
    op.execute("ALTER TABLE decisions ADD COLUMN cause VARCHAR(16) NULL, ADD COLUMN asked VARCHAR(500) NULL")


def downgrade() -> None:
    """Causes are lost: those of drifts and alerts still stand in the monitor's requests."""
    op.execute("ALTER TABLE decisions DROP COLUMN cause, DROP COLUMN asked")
