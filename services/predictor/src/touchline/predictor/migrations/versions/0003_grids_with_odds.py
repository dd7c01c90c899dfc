"""A sealed prediction keeps the grid of the product with odds, where prices were known."""

from alembic import op

revision = "0003"
down_revision = "0002"
branch_labels = None
depends_on = None


def upgrade() -> None:
    """Rows sealed before have none; a program that does not know of the column writes rows without one."""
    op.execute("ALTER TABLE predictions ADD COLUMN grid_with_odds LONGTEXT NULL CHECK (JSON_VALID(grid_with_odds))")


def downgrade() -> None:
    """The ledger is never dropped."""
    raise NotImplementedError("sealed grids are kept; restore an older database instead")
