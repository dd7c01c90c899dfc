"""A drift says since when, in which matches, what it likely means and what is recommended."""

from alembic import op

revision = "0004"
down_revision = "0003"
branch_labels = None
depends_on = None


def upgrade() -> None:
    """What was found before said it in its sentence alone."""
    op.execute(
        "ALTER TABLE drifts ADD COLUMN since DATETIME(6) NULL,"
        " ADD COLUMN matches MEDIUMTEXT NULL COMMENT 'ids, as JSON',"
        " ADD COLUMN meaning VARCHAR(300) NULL, ADD COLUMN recommendation VARCHAR(300) NULL"
    )


def downgrade() -> None:
    """The sentences stay."""
    op.execute(
        "ALTER TABLE drifts DROP COLUMN since, DROP COLUMN matches, DROP COLUMN meaning, DROP COLUMN recommendation"
    )
