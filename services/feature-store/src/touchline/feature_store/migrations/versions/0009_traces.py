"""A mark names the trace of what made it, so that a fold goes on where a message ended."""

from alembic import op

revision = "0009"
down_revision = "0008"
branch_labels = None
depends_on = None

TABLES = ("stale", "stale_people", "stale_prices")


def upgrade() -> None:
    """Marks that stand are of no trace."""
    for table in TABLES:
        op.execute(f"ALTER TABLE {table} ADD COLUMN traceparent VARCHAR(55) NOT NULL DEFAULT ''")


def downgrade() -> None:
    """Without it a fold begins a trace of its own."""
    for table in TABLES:
        op.execute(f"ALTER TABLE {table} DROP COLUMN traceparent")
