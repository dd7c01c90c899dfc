"""What was known when: versions of assertions, prices and matches, timelines, vectors by catalogue.

What is stored counts as known when it was available. Every pool is folded again from its beginning.
"""

from alembic import op

revision = "0004"
down_revision = "0003"
branch_labels = None
depends_on = None

_OPTIONS = "ENGINE=InnoDB DEFAULT CHARSET=utf8mb4 COLLATE=utf8mb4_bin"

STATEMENTS = (
    "CREATE TABLE assertion_versions LIKE assertions",
    "ALTER TABLE assertion_versions ADD COLUMN told_at DATETIME(6) NOT NULL DEFAULT '1000-01-01',"
    " DROP PRIMARY KEY, ADD PRIMARY KEY (match_id, document_key, revision)",
    "INSERT INTO assertion_versions SELECT a.*, a.available_at FROM assertions a",
    "ALTER TABLE assertion_versions ALTER COLUMN told_at DROP DEFAULT",
    "CREATE TABLE odds_versions LIKE odds",
    "ALTER TABLE odds_versions ADD COLUMN told_at DATETIME(6) NOT NULL DEFAULT '1000-01-01', DROP PRIMARY KEY,"
    " ADD PRIMARY KEY (match_id, document_key, bookmaker, market, line_key, revision)",
    "INSERT INTO odds_versions SELECT o.*, o.available_at FROM odds o WHERE o.moment = 'before'",
    "ALTER TABLE odds_versions ALTER COLUMN told_at DROP DEFAULT",
    "CREATE TABLE match_versions LIKE matches",
    "ALTER TABLE match_versions ADD COLUMN known_at DATETIME(6) NOT NULL, ADD COLUMN superseded_at DATETIME(6) NULL,"
    " ADD COLUMN touches DATETIME(6) NOT NULL, DROP PRIMARY KEY, ADD PRIMARY KEY (match_id, known_at),"
    " ADD KEY by_knowledge (pool, known_at)",
    "INSERT INTO match_versions SELECT m.*, m.available_at, NULL, LEAST(m.available_at, m.event_time) FROM matches m",
    f"""CREATE TABLE history (
        kind VARCHAR(16) NOT NULL, entity VARCHAR(160) NOT NULL, as_of DATETIME(6) NOT NULL,
        known_at DATETIME(6) NOT NULL, pool VARCHAR(32) NOT NULL, season VARCHAR(16) NOT NULL,
        served BOOLEAN NOT NULL COMMENT 'the latest row of its entity at known_at',
        superseded_at DATETIME(6) NULL COMMENT 'when what it rests on was corrected',
        standing BOOLEAN AS (superseded_at IS NULL),
        feature_values BLOB NOT NULL COMMENT 'float64, little-endian, in the order of the latest catalogue',
        document_set CHAR(64) NOT NULL,
        PRIMARY KEY (kind, entity, as_of, known_at), KEY by_knowledge (pool, kind, known_at),
        KEY by_moment (pool, kind, as_of)) {_OPTIONS}""",
    "ALTER TABLE match_features DROP PRIMARY KEY, ADD PRIMARY KEY (match_id, catalogue_version)",
    "ALTER TABLE team_features DROP PRIMARY KEY, ADD PRIMARY KEY (team_id, catalogue_version)",
    "ALTER TABLE document_sets ADD COLUMN base CHAR(64) NULL COMMENT 'the set whose documents belong to this one too'",
    "ALTER TABLE stale ADD COLUMN known_from DATETIME(6) NOT NULL DEFAULT '1000-01-01'",
    "ALTER TABLE pools ADD COLUMN folds BIGINT NOT NULL DEFAULT 0,"
    " ADD COLUMN catalogues VARCHAR(64) NOT NULL DEFAULT ''",
    "CREATE TABLE stale_prices (match_id VARCHAR(128) NOT NULL PRIMARY KEY, pool VARCHAR(32) NOT NULL,"
    f" football_time DATETIME(6) NOT NULL, marks BIGINT NOT NULL, KEY by_pool (pool)) {_OPTIONS}",
    "INSERT INTO stale_prices SELECT match_id, MAX(pool), MAX(available_at), 1 FROM odds_versions GROUP BY match_id",
    # A set names at most a base and the base's base; written out, so that a reader's condition reaches each part.
    """CREATE OR REPLACE VIEW pub_document_sets AS
        SELECT DISTINCT parts.document_set, d.document, d.source, d.document_key, d.available_at
        FROM (
            SELECT s.document_set, s.documents FROM document_sets s
            UNION ALL
            SELECT s.document_set, b.documents FROM document_sets s JOIN document_sets b ON b.document_set = s.base
            UNION ALL
            SELECT s.document_set, c.documents FROM document_sets s JOIN document_sets b ON b.document_set = s.base
            JOIN document_sets c ON c.document_set = b.base) AS parts
        JOIN JSON_TABLE(parts.documents, '$[*]' COLUMNS (document CHAR(64) CHARACTER SET utf8mb4 PATH '$')) AS one
        JOIN documents d ON d.document = one.document COLLATE utf8mb4_bin""",
)


def upgrade() -> None:
    """Create and change, in this order."""
    for statement in STATEMENTS:
        op.execute(statement)


def downgrade() -> None:
    """Not offered: the keys of the older version cannot hold what stands here. Facts come back from the topics."""
    raise RuntimeError("0004 has no way back: drop the database and read the topics from their start")
