"""What was said of people when, what follows from it, and the latest snapshot of each player.

What is stored counts as told when it was available; `rebuild --apply` makes the facts that it adds up to.
"""

from alembic import op

revision = "0005"
down_revision = "0004"
branch_labels = None
depends_on = None

_OPTIONS = "ENGINE=InnoDB DEFAULT CHARSET=utf8mb4 COLLATE=utf8mb4_bin"

# Of each table, what its versions are read together by, and the rest of their key.
TOLD = {
    "players": ("player_versions", "player_id, document_key, season_key, revision"),
    "player_matches": ("player_match_versions", "match_id, player_id, document_key, revision"),
    "availability": ("availability_versions", "player_id, document_key, statement_key, revision"),
}


def upgrade() -> None:
    """Copy what was told; the rest is empty until something is folded."""
    for table, (versions, key) in TOLD.items():
        op.execute(f"CREATE TABLE {versions} LIKE {table}")
        op.execute(
            f"ALTER TABLE {versions} ADD COLUMN told_at DATETIME(6) NOT NULL DEFAULT '1000-01-01', DROP PRIMARY KEY,"
            f" ADD PRIMARY KEY ({key}), ADD KEY by_pool (pool)"
        )
        op.execute(f"INSERT INTO {versions} SELECT t.*, t.available_at FROM {table} t")
        op.execute(f"ALTER TABLE {versions} ALTER COLUMN told_at DROP DEFAULT")
    op.execute(
        f"""CREATE TABLE people_versions (
            kind VARCHAR(16) NOT NULL COMMENT 'the record that it is read from', entity VARCHAR(128) NOT NULL,
            fact VARCHAR(64) NOT NULL, known_at DATETIME(6) NOT NULL, superseded_at DATETIME(6) NULL,
            touches DATETIME(6) NOT NULL, pool VARCHAR(32) NOT NULL,
            available_at DATETIME(6) NULL COMMENT 'of the event', event TEXT NULL COMMENT 'NULL: taken back',
            PRIMARY KEY (kind, entity, fact, known_at), KEY by_knowledge (pool, known_at, touches),
            KEY by_moment (pool, available_at)) {_OPTIONS}"""
    )
    op.execute(
        f"""CREATE TABLE stale_people (
            pool VARCHAR(32) NOT NULL PRIMARY KEY, from_time DATETIME(6) NOT NULL, known_from DATETIME(6) NOT NULL,
            football_time DATETIME(6) NOT NULL, marks BIGINT NOT NULL) {_OPTIONS}"""
    )
    op.execute(
        f"""CREATE TABLE people_checkpoints (
            pool VARCHAR(32) NOT NULL, until DATETIME(6) NOT NULL, catalogue_version INT NOT NULL,
            state LONGBLOB NOT NULL, state_hash CHAR(64) NOT NULL, document_set CHAR(64) NOT NULL,
            PRIMARY KEY (pool, until)) {_OPTIONS}"""
    )
    op.execute("CREATE TABLE player_features LIKE team_features")
    op.execute("ALTER TABLE player_features CHANGE COLUMN team_id player_id VARCHAR(64) NOT NULL")


def downgrade() -> None:
    """Nothing is lost that the topics do not hold."""
    for table in ("player_features", "people_checkpoints", "stale_people", "people_versions"):
        op.execute(f"DROP TABLE {table}")
    for versions, _ in TOLD.values():
        op.execute(f"DROP TABLE {versions}")
