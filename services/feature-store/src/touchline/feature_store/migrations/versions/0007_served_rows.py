"""A view on the rows of teams and players as they were served: what a vector about a past moment is made of."""

from alembic import op

revision = "0007"
down_revision = "0006"
branch_labels = None
depends_on = None


def upgrade() -> None:
    """Rows that were each an entity's latest when they became known; nothing else is remembered for others to read."""
    op.execute("""
        CREATE VIEW pub_served_rows AS
        SELECT kind, entity, pool, season, as_of, known_at, feature_values, document_set
        FROM history WHERE served AND kind IN ('team', 'player')""")


def downgrade() -> None:
    """The view alone."""
    op.execute("DROP VIEW pub_served_rows")
