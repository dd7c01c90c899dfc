"""A mark says how many versions it stands for, so that a history that comes in can be waited for."""

from alembic import op

revision = "0008"
down_revision = "0007"
branch_labels = None
depends_on = None

TABLES = ("stale", "stale_people")  # a row of `stale_prices` is of one match


def upgrade() -> None:
    """Marks that stand are folded as they come, as ever."""
    for table in TABLES:
        op.execute(f"ALTER TABLE {table} ADD COLUMN versions INT NOT NULL DEFAULT 0")


def downgrade() -> None:
    """Without it every mark is folded as it comes."""
    for table in TABLES:
        op.execute(f"ALTER TABLE {table} DROP COLUMN versions")
