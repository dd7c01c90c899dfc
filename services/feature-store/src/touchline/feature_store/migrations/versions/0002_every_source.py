"""What further sources state of matches; players, availability, articles and ratings; the views on all of it.

Every pool is folded again from its beginning: a checkpoint remembers each competition by itself now. What a match is
follows from its assertions by another rule than before, which `rebuild --apply` applies to what is stored.
"""

from alembic import op

revision = "0002"
down_revision = "0001"
branch_labels = None
depends_on = None

_OPTIONS = "ENGINE=InnoDB DEFAULT CHARSET=utf8mb4 COLLATE=utf8mb4_bin"

_MORE_OF_A_MATCH = """
    ADD COLUMN home_expected_goals DOUBLE NULL,
    ADD COLUMN away_expected_goals DOUBLE NULL,
    ADD COLUMN round VARCHAR(128) NULL,
    ADD COLUMN attendance INT NULL"""

_FROM = """
    source VARCHAR(64) NOT NULL, document_key VARCHAR(255) NOT NULL, document CHAR(64) NOT NULL,
    provenance VARCHAR(16) NOT NULL, event_time DATETIME(6) NOT NULL, available_at DATETIME(6) NOT NULL,
    recorded_at DATETIME(6) NOT NULL, revision BIGINT NOT NULL,"""

TABLES = {
    # A key cannot hold NULL: season_key is the season, empty where a source states none.
    "players": f"""
        player_id VARCHAR(64) NOT NULL, pool VARCHAR(32) NOT NULL, name VARCHAR(255) NOT NULL,
        first_name VARCHAR(255) NULL, last_name VARCHAR(255) NULL, position VARCHAR(16) NULL,
        team_id VARCHAR(64) NULL, season VARCHAR(16) NULL, season_key VARCHAR(16) NOT NULL,{_FROM}
        PRIMARY KEY (player_id, document_key, season_key), KEY by_name (name)""",
    "player_matches": f"""
        player_id VARCHAR(64) NOT NULL, match_id VARCHAR(128) NOT NULL, pool VARCHAR(32) NOT NULL,
        team_id VARCHAR(64) NOT NULL, opponent_id VARCHAR(64) NOT NULL, at_home BOOLEAN NOT NULL,
        position VARCHAR(16) NULL, minutes SMALLINT NOT NULL, started BOOLEAN NULL, goals SMALLINT NOT NULL,
        assists SMALLINT NULL, own_goals SMALLINT NULL, penalties_missed SMALLINT NULL,
        penalties_saved SMALLINT NULL, saves SMALLINT NULL, goals_conceded SMALLINT NULL,
        yellow_cards SMALLINT NULL, red_cards SMALLINT NULL, bonus SMALLINT NULL, points SMALLINT NULL,
        price DOUBLE NULL, expected_goals DOUBLE NULL, expected_assists DOUBLE NULL,{_FROM}
        PRIMARY KEY (player_id, match_id, document_key), KEY by_match (match_id)""",
    # `statement_key` tells the statements of a document about a player apart (`stores/people.py`).
    "availability": f"""
        player_id VARCHAR(64) NOT NULL, pool VARCHAR(32) NOT NULL, team_id VARCHAR(64) NULL,
        status VARCHAR(16) NOT NULL, reason TEXT NULL, chance DOUBLE NULL, since DATETIME(6) NULL,
        until DATETIME(6) NULL, sentence TEXT NULL, article_id VARCHAR(64) NULL, statement_key CHAR(32) NOT NULL,{_FROM}
        PRIMARY KEY (player_id, document_key, statement_key), KEY by_availability (pool, available_at)""",
    "articles": f"""
        article_id VARCHAR(64) NOT NULL, pool VARCHAR(32) NOT NULL, url TEXT NOT NULL, title TEXT NOT NULL,
        text MEDIUMTEXT NOT NULL, language VARCHAR(16) NULL, author TEXT NULL, teams JSON NOT NULL,
        players JSON NOT NULL, fingerprint VARCHAR(32) NOT NULL,{_FROM}
        PRIMARY KEY (article_id, document_key), KEY by_availability (pool, available_at)""",
    "ratings": f"""
        match_id VARCHAR(128) NOT NULL, team_id VARCHAR(64) NOT NULL, pool VARCHAR(32) NOT NULL,
        system VARCHAR(32) NOT NULL, rating DOUBLE NOT NULL, win_probability DOUBLE NULL,
        draw_probability DOUBLE NULL, projected_goals DOUBLE NULL,{_FROM}
        PRIMARY KEY (match_id, team_id, system, document_key)""",
}

_PUB_MATCHES = """
    SELECT match_id, pool, competition, season, home_team, away_team, kick_off_known, home_goals, away_goals,
           half_time_home_goals, half_time_away_goals, home_shots, away_shots, home_shots_on_target,
           away_shots_on_target, home_corners, away_corners, source, document, provenance, event_time,
           available_at{more}
    FROM matches WHERE status = 'played'"""
_MORE_OF_PUB_MATCHES = """,
           home_expected_goals, away_expected_goals, round, attendance, referee, document_key, kick_off_document,
           statistics_document"""

_COUNTED = """home_goals, away_goals, half_time_home_goals, half_time_away_goals, home_shots, away_shots,
               home_shots_on_target, away_shots_on_target, home_corners, away_corners, home_fouls, away_fouls,
               home_yellow_cards, away_yellow_cards, home_red_cards, away_red_cards"""
_STATED = "source, document_key, document, provenance, event_time, available_at, recorded_at, revision"

VIEWS = {
    "pub_assertions": f"""
        SELECT match_id, pool, competition, season, home_team, away_team, kick_off_known, status, {_COUNTED}, referee,
               {_STATED}, home_expected_goals, away_expected_goals, round, attendance
        FROM assertions""",
    "pub_players": f"""
        SELECT player_id, pool, name, first_name, last_name, position, team_id, season, {_STATED}
        FROM players""",
    "pub_player_matches": f"""
        SELECT player_id, match_id, pool, team_id, opponent_id, at_home, position, minutes, started, goals, assists,
               own_goals, penalties_missed, penalties_saved, saves, goals_conceded, yellow_cards, red_cards, bonus,
               points, price, expected_goals, expected_assists, {_STATED}
        FROM player_matches""",
    "pub_availability": f"""
        SELECT player_id, pool, team_id, status, reason, chance, since, until, sentence, article_id, {_STATED}
        FROM availability""",
    # Without the text: it is kept for our own use and never published.
    "pub_articles": f"""
        SELECT article_id, pool, url, title, language, author, teams, players, fingerprint, {_STATED}
        FROM articles""",
    "pub_ratings": f"""
        SELECT match_id, team_id, pool, system, rating, win_probability, draw_probability, projected_goals, {_STATED}
        FROM ratings""",
}


def upgrade() -> None:
    """Widen matches, add the new tables, then the views; fold everything again."""
    op.execute(f"ALTER TABLE assertions {_MORE_OF_A_MATCH}")
    op.execute(
        f"ALTER TABLE matches {_MORE_OF_A_MATCH},"
        " ADD COLUMN kick_off_document CHAR(64) NOT NULL DEFAULT '', ADD COLUMN statistics_document CHAR(64) NULL"
    )
    op.execute("UPDATE matches SET kick_off_document = fixture_document")
    for name, columns in TABLES.items():
        op.execute(f"CREATE TABLE {name} ({columns}) {_OPTIONS}")
    op.execute(f"CREATE OR REPLACE VIEW pub_matches AS {_PUB_MATCHES.format(more=_MORE_OF_PUB_MATCHES)}")
    for name, query in VIEWS.items():
        op.execute(f"CREATE VIEW {name} AS {query}")
    _fold_again()


def downgrade() -> None:
    """Back to matches alone; facts come back from the topics, never from here."""
    for name in reversed(VIEWS):
        op.execute(f"DROP VIEW {name}")
    op.execute(f"CREATE OR REPLACE VIEW pub_matches AS {_PUB_MATCHES.format(more='')}")
    for name in reversed(TABLES):
        op.execute(f"DROP TABLE {name}")
    dropped = "DROP COLUMN home_expected_goals, DROP COLUMN away_expected_goals, DROP COLUMN round"
    op.execute(f"ALTER TABLE assertions {dropped}, DROP COLUMN attendance")
    op.execute(
        f"ALTER TABLE matches {dropped}, DROP COLUMN attendance, DROP COLUMN kick_off_document,"
        " DROP COLUMN statistics_document"
    )
    _fold_again()


def _fold_again() -> None:
    """Checkpoints of the other layout go, and every pool is stale from its beginning."""
    op.execute("DELETE FROM checkpoints")
    op.execute(
        "INSERT INTO stale (pool, from_time, football_time, marks)"
        " SELECT p.pool, '1000-01-01', COALESCE(MAX(f.available_at), '1000-01-01'), 1 FROM pools p"
        " LEFT JOIN match_features f ON f.pool = p.pool GROUP BY p.pool"
        " ON DUPLICATE KEY UPDATE from_time = '1000-01-01', marks = marks + 1"
    )
