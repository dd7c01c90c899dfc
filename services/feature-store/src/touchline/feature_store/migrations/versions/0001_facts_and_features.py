"""Facts as assertions and as resolved, checkpoints, features, and the views that others read."""

from alembic import op

revision = "0001"
down_revision = None
branch_labels = None
depends_on = None

_OPTIONS = "ENGINE=InnoDB DEFAULT CHARSET=utf8mb4 COLLATE=utf8mb4_bin"

_MATCH = """
    match_id VARCHAR(128) NOT NULL,
    pool VARCHAR(32) NOT NULL,
    competition VARCHAR(32) NOT NULL,
    season VARCHAR(16) NOT NULL,
    home_team VARCHAR(64) NOT NULL,
    away_team VARCHAR(64) NOT NULL,
    kick_off_known BOOLEAN NOT NULL,
    status VARCHAR(16) NOT NULL,
    home_goals SMALLINT NULL,
    away_goals SMALLINT NULL,
    half_time_home_goals SMALLINT NULL,
    half_time_away_goals SMALLINT NULL,
    home_shots SMALLINT NULL,
    away_shots SMALLINT NULL,
    home_shots_on_target SMALLINT NULL,
    away_shots_on_target SMALLINT NULL,
    home_corners SMALLINT NULL,
    away_corners SMALLINT NULL,
    home_fouls SMALLINT NULL,
    away_fouls SMALLINT NULL,
    home_yellow_cards SMALLINT NULL,
    away_yellow_cards SMALLINT NULL,
    home_red_cards SMALLINT NULL,
    away_red_cards SMALLINT NULL,
    referee VARCHAR(128) NULL,
"""
_TIMES = """
    event_time DATETIME(6) NOT NULL,
    available_at DATETIME(6) NOT NULL,
"""
_SOURCE = """
    source VARCHAR(64) NOT NULL,
    document_key VARCHAR(255) NOT NULL,
    document CHAR(64) NOT NULL,
    provenance VARCHAR(16) NOT NULL,
"""

TABLES = {
    "assertions": f"{_MATCH}{_SOURCE}{_TIMES} recorded_at DATETIME(6) NOT NULL, revision BIGINT NOT NULL,"
    "PRIMARY KEY (match_id, document_key), KEY by_pool (pool)",
    "matches": f"{_MATCH}{_SOURCE} fixture_document CHAR(64) NOT NULL,{_TIMES}"
    "PRIMARY KEY (match_id), KEY by_availability (pool, available_at), KEY by_kick_off (pool, event_time)",
    "teams": f"""
        team_id VARCHAR(64) NOT NULL, name VARCHAR(128) NOT NULL, country VARCHAR(64) NOT NULL,
        pool VARCHAR(32) NOT NULL, source VARCHAR(64) NOT NULL, document CHAR(64) NOT NULL,{_TIMES}
        recorded_at DATETIME(6) NOT NULL, revision BIGINT NOT NULL, PRIMARY KEY (team_id, source)""",
    "team_statistics": """
        match_id VARCHAR(128) NOT NULL, team_id VARCHAR(64) NOT NULL, at_home BOOLEAN NOT NULL,
        goals SMALLINT NULL, shots SMALLINT NULL, shots_on_target SMALLINT NULL, corners SMALLINT NULL,
        fouls SMALLINT NULL, yellow_cards SMALLINT NULL, red_cards SMALLINT NULL,
        PRIMARY KEY (match_id, team_id), KEY by_team (team_id)""",
    # A key cannot hold NULL: line_key is the line as text, empty where the market has none.
    "odds": f"""
        match_id VARCHAR(128) NOT NULL, pool VARCHAR(32) NOT NULL, bookmaker VARCHAR(32) NOT NULL,
        market VARCHAR(32) NOT NULL, line DOUBLE NULL, line_key VARCHAR(16) NOT NULL, moment VARCHAR(16) NOT NULL,
        selections JSON NOT NULL, prices JSON NOT NULL,{_SOURCE}{_TIMES}
        recorded_at DATETIME(6) NOT NULL, revision BIGINT NOT NULL,
        PRIMARY KEY (match_id, document_key, bookmaker, market, line_key, moment)""",
    "documents": """
        document CHAR(64) NOT NULL PRIMARY KEY, source VARCHAR(64) NOT NULL, document_key VARCHAR(255) NOT NULL,
        available_at DATETIME(6) NOT NULL""",
    "stale": """
        pool VARCHAR(32) NOT NULL PRIMARY KEY, from_time DATETIME(6) NOT NULL, football_time DATETIME(6) NOT NULL,
        marks BIGINT NOT NULL""",
    "pools": """
        pool VARCHAR(32) NOT NULL PRIMARY KEY, revision BIGINT NOT NULL, catalogue_version INT NOT NULL""",
    "checkpoints": """
        pool VARCHAR(32) NOT NULL, until DATETIME(6) NOT NULL, catalogue_version INT NOT NULL,
        state MEDIUMBLOB NOT NULL, state_hash CHAR(64) NOT NULL, document_set CHAR(64) NOT NULL,
        PRIMARY KEY (pool, until)""",
    "document_sets": "document_set CHAR(64) NOT NULL PRIMARY KEY, documents JSON NOT NULL",
    "match_features": f"""
        match_id VARCHAR(128) NOT NULL PRIMARY KEY, pool VARCHAR(32) NOT NULL, catalogue_version INT NOT NULL,
        feature_values JSON NOT NULL, document_set CHAR(64) NOT NULL, state_hash CHAR(64) NOT NULL,{_TIMES}
        recorded_at DATETIME(6) NOT NULL, revision BIGINT NOT NULL, KEY by_pool (pool, event_time)""",
    "team_features": f"""
        team_id VARCHAR(64) NOT NULL PRIMARY KEY, pool VARCHAR(32) NOT NULL, catalogue_version INT NOT NULL,
        feature_values JSON NOT NULL, document_set CHAR(64) NOT NULL, state_hash CHAR(64) NOT NULL,{_TIMES}
        recorded_at DATETIME(6) NOT NULL, revision BIGINT NOT NULL, KEY by_pool (pool)""",
}

VIEWS = {
    "pub_matches": """
        SELECT match_id, pool, competition, season, home_team, away_team, kick_off_known, home_goals, away_goals,
               half_time_home_goals, half_time_away_goals, home_shots, away_shots, home_shots_on_target,
               away_shots_on_target, home_corners, away_corners, source, document, provenance, event_time, available_at
        FROM matches WHERE status = 'played'""",
    "pub_match_features": """
        SELECT f.match_id, f.pool, m.competition, m.season, m.home_team, m.away_team, f.catalogue_version,
               f.feature_values, f.document_set, f.state_hash, f.event_time, f.available_at, f.revision
        FROM match_features f JOIN matches m ON m.match_id = f.match_id""",
    "pub_odds": """
        SELECT match_id, pool, bookmaker, market, line, moment, selections, prices, source, document_key, document,
               provenance, event_time, available_at, revision
        FROM odds""",
    "pub_document_sets": """
        SELECT s.document_set, d.document, d.source, d.document_key, d.available_at
        FROM document_sets s
        JOIN JSON_TABLE(s.documents, '$[*]' COLUMNS (document CHAR(64) CHARACTER SET utf8mb4 PATH '$')) AS one
        JOIN documents d ON d.document = one.document COLLATE utf8mb4_bin""",
}


def upgrade() -> None:
    """Create every table, then the views on them."""
    for name, columns in TABLES.items():
        op.execute(f"CREATE TABLE {name} ({columns}) {_OPTIONS}")
    for name, query in VIEWS.items():
        op.execute(f"CREATE VIEW {name} AS {query}")


def downgrade() -> None:
    """Drop them in reverse; facts come back from the topics, never from here."""
    for name in reversed(VIEWS):
        op.execute(f"DROP VIEW {name}")
    for name in reversed(TABLES):
        op.execute(f"DROP TABLE {name}")
