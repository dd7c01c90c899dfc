"""A request is decided upon once for each model that it is about: matches and players."""

from alembic import op

revision = "0003"
down_revision = "0002"


def upgrade() -> None:
    """What was decided before stays: it was about one model each."""
    op.execute("ALTER TABLE decisions DROP INDEX request_id, ADD UNIQUE KEY of_request (request_id, model_name)")


def downgrade() -> None:
    """Where two models were decided upon for one request, no single answer is right."""
    raise NotImplementedError("decisions are primary: restore a backup instead")
