"""Announcements of the latest versions, identities, and who waits for which name."""

from alembic import op

revision = "0002"
down_revision = "0001"
branch_labels = None
depends_on = None

_OPTIONS = "ENGINE=InnoDB DEFAULT CHARSET=utf8mb4 COLLATE=utf8mb4_bin"
_NAME = "kind VARCHAR(16) NOT NULL, scope VARCHAR(64) NOT NULL"

TABLES = {
    "normalizer_scopes": f"{_NAME}, PRIMARY KEY (kind, scope)",
    # `stated_by` is a source, or `decision` for what a person decided; `version` counts the decisions.
    "normalizer_identities": f"""
        {_NAME}, folded VARCHAR(190) NOT NULL, stated_by VARCHAR(64) NOT NULL, name VARCHAR(190) NOT NULL,
        identity VARCHAR(64) NOT NULL, version INT NOT NULL,
        PRIMARY KEY (kind, scope, folded, stated_by), KEY by_decision (stated_by)""",
    "normalizer_waiting": f"""
        document_key VARCHAR(190) NOT NULL, {_NAME}, name VARCHAR(190) NOT NULL,
        PRIMARY KEY (document_key, kind, scope, name), KEY by_name (kind, scope, name)""",
    "normalizer_again": """
        document_key VARCHAR(190) NOT NULL PRIMARY KEY, cause VARCHAR(64) NOT NULL,
        football_time DATETIME(6) NOT NULL""",
    # The ledger of persons' decisions: never rebuilt.
    "identity_decisions": f"""
        version INT NOT NULL PRIMARY KEY, {_NAME}, name VARCHAR(190) NOT NULL, identity VARCHAR(64) NOT NULL,
        decided_by VARCHAR(128) NOT NULL, reason VARCHAR(500) NOT NULL,
        decided_at DATETIME(6) NOT NULL, football_time DATETIME(6) NOT NULL""",
}


def upgrade() -> None:
    """What was read before is read again: its announcement was not kept."""
    op.execute("DELETE FROM normalizer_documents")
    op.execute(
        "ALTER TABLE normalizer_documents ADD COLUMN logic_version INT NOT NULL,"
        " ADD COLUMN readings INT NOT NULL, ADD COLUMN announcement JSON NOT NULL"
    )
    for name, columns in TABLES.items():
        op.execute(f"CREATE TABLE {name} ({columns}) {_OPTIONS}")


def downgrade() -> None:
    """Decisions are in the ledger's archive and in their topic."""
    for name in reversed(TABLES):
        op.execute(f"DROP TABLE {name}")
    op.execute(
        "ALTER TABLE normalizer_documents DROP COLUMN announcement, DROP COLUMN readings, DROP COLUMN logic_version"
    )
