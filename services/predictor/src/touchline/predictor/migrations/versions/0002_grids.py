"""A sealed prediction keeps its scoreline grid; fixtures keep vectors of the catalogue that bundles read."""

from alembic import op

revision = "0002"
down_revision = "0001"
branch_labels = None
depends_on = None


def upgrade() -> None:
    """Rows sealed before have no grid. The grid is text: JSON's shortest numbers read back bit by bit, as sealed."""
    op.execute("ALTER TABLE predictions ADD COLUMN grid LONGTEXT NULL CHECK (JSON_VALID(grid)) AFTER away")
    op.execute("DELETE FROM fixtures WHERE catalogue_version < 3")  # no bundle that can be opened reads them


def downgrade() -> None:
    """The ledger is never dropped."""
    raise NotImplementedError("sealed grids are kept; restore an older database instead")
