"""What was last read from each document: its version, and a hash of each row."""

from alembic import op

revision = "0001"
down_revision = None
branch_labels = None
depends_on = None


def upgrade() -> None:
    """Two tables; keys compare byte by byte."""
    op.execute(
        """CREATE TABLE normalizer_documents (
            document_key VARCHAR(190) NOT NULL,
            revision BIGINT NOT NULL,
            sha256 CHAR(64) NOT NULL,
            PRIMARY KEY (document_key)
        ) ENGINE=InnoDB DEFAULT CHARSET=utf8mb4 COLLATE=utf8mb4_bin"""
    )
    op.execute(
        """CREATE TABLE normalizer_rows (
            document_key VARCHAR(190) NOT NULL,
            row_key VARCHAR(190) NOT NULL,
            row_hash CHAR(32) NOT NULL,
            kick_off DATETIME(6) NULL,
            kick_off_known BOOLEAN NOT NULL,
            PRIMARY KEY (document_key, row_key)
        ) ENGINE=InnoDB DEFAULT CHARSET=utf8mb4 COLLATE=utf8mb4_bin"""
    )


def downgrade() -> None:
    """Without them every row counts as changed when its document is next read."""
    op.execute("DROP TABLE normalizer_rows")
    op.execute("DROP TABLE normalizer_documents")
