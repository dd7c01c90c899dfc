"""What was taken back: a flag on all but matches, which have a status for it; the views show only what stands."""

from alembic import op

revision = "0003"
down_revision = "0002"
branch_labels = None
depends_on = None

TABLES = ("odds", "players", "player_matches", "availability", "articles", "ratings")
_STATED = "source, document_key, document, provenance, event_time, available_at, recorded_at, revision"

VIEWS = {
    "pub_odds": """
        SELECT match_id, pool, bookmaker, market, line, moment, selections, prices, source, document_key, document,
               provenance, event_time, available_at, revision
        FROM odds""",
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
    "pub_articles": f"""
        SELECT article_id, pool, url, title, language, author, teams, players, fingerprint, {_STATED}
        FROM articles""",
    "pub_ratings": f"""
        SELECT match_id, team_id, pool, system, rating, win_probability, draw_probability, projected_goals, {_STATED}
        FROM ratings""",
}


def upgrade() -> None:
    """NULL: it stands. A row that is taken back stays, so that an older revision of it changes nothing."""
    for table in TABLES:
        op.execute(f"ALTER TABLE {table} ADD COLUMN withdrawn BOOLEAN NULL")
    for name, query in VIEWS.items():
        op.execute(f"CREATE OR REPLACE VIEW {name} AS {query} WHERE withdrawn IS NOT TRUE")


def downgrade() -> None:
    """What was taken back would show again, so it goes first."""
    for name, query in VIEWS.items():
        op.execute(f"CREATE OR REPLACE VIEW {name} AS {query}")
    for table in TABLES:
        op.execute(f"DELETE FROM {table} WHERE withdrawn")
        op.execute(f"ALTER TABLE {table} DROP COLUMN withdrawn")
