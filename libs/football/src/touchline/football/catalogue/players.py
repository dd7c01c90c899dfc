"""Every feature of a player, in the order in which it stands in his row, and in a vector about a match of his.

Opponent, ground and double gameweek are of the meeting and not of the player: they stand in PLAYER_MEETINGS only.
"""

from touchline.football.catalogue.feature import Feature

OWNER = "feature-store"
_LATEST_MOMENT = 4_102_444_800.0  # 2100-01-01
_KNOWN = "rows of matches known by then: goals and minutes with the result, points on the day after"
_TOLD = "what was said by then; of Fantasy Premier League's status only a list that was fetched before; never its end"
_LISTED = "mean of all listed players, 2016/17 to 2018/19"
_POSITION = "the mean of his position, 2016/17 to 2018/19; of all players while nobody states it"
_WINDOW = "over his team's last ten matches that he was listed for or missed"
_RATE = "decayed by 0.98 a match that he played in, shrunk towards {prior} by a weight of twelve full matches"


def _played(
    name: str,
    unit: str,
    formula: str,
    missing: str,
    lowest: float,
    highest: float,
    sources: tuple[str, ...] = ("PlayerMatch",),
    availability: str = _KNOWN,
) -> Feature:
    return Feature(
        name=name,
        unit=unit,
        formula=formula,
        missing=missing,
        lowest=lowest,
        highest=highest,
        owner=OWNER,
        sources=sources,
        availability=availability,
    )


def _told(name: str, unit: str, formula: str, missing: str, lowest: float, highest: float) -> Feature:
    return _played(name, unit, formula, missing, lowest, highest, ("Availability", "PlayerMatch"), _TOLD)


def _at(name: str, formula: str) -> Feature:
    return _played(name, "seconds since 1970", formula, "0: none known", 0, _LATEST_MOMENT)


def _is(position: str) -> Feature:
    formula = f"1 for a {position}, by the latest list or match that states it"
    return _played(position, "0 or 1", formula, "0 for every position", 0, 1, ("Player", "PlayerMatch"))


_MINUTES = (
    _played(
        "minutes_expected",
        "minutes",
        f"mean minutes {_WINDOW}, each weighing 0.6 of the next newer one; 33.1 weighs a quarter of a match",
        f"33.1: {_LISTED}",
        0,
        120,
    ),
    _played(
        "starts_expected",
        "share of matches",
        f"starts {_WINDOW}, weighed alike; where no line-up is stated, 60 minutes are a start",
        f"0.353: {_LISTED}",
        0,
        1,
    ),
    _played("plays_expected", "share of matches", f"played in {_WINDOW}, weighed alike", f"0.462: {_LISTED}", 0, 1),
    _played("minutes_last", "minutes", "of his team's last match", f"33.1: {_LISTED}", 0, 120),
    _played("minutes_last_5", "minutes", "plain mean over his team's last five matches", f"33.1: {_LISTED}", 0, 120),
    _played(
        "minutes_if_started",
        "minutes",
        f"mean of the matches that he started, {_WINDOW}, shrunk by a weight of two matches",
        "86.8: mean of all starters, 2016/17 to 2018/19",
        0,
        120,
    ),
    _played(
        "minutes_if_substitute",
        "minutes",
        f"mean of the matches that he came on in, {_WINDOW}, shrunk by a weight of two matches",
        "22.7: mean of all substitutes, 2016/17 to 2018/19",
        0,
        120,
    ),
    _played("missed_in_a_row", "matches", "of his team since he last played, at most ten", "0", 0, 10),
    _played(
        "minutes_share_season",
        "share",
        "his minutes beside ninety for each match of his team this season",
        f"0.368 before its first match: {_LISTED}",
        0,
        1,
    ),
    _played(
        "starts_share_season",
        "share of matches",
        "his starts beside the matches of his team this season",
        f"0.353 before its first match: {_LISTED}",
        0,
        1,
    ),
)
_SCORING = (
    _played("goals_per_90", "goals", _RATE.format(prior="his position's mean"), _POSITION, 0, 5),
    _played("assists_per_90", "assists", _RATE.format(prior="his position's mean"), _POSITION, 0, 5),
    _played(
        "expected_goals_per_90",
        "expected goals",
        _RATE.format(prior="his goals per 90"),
        "goals_per_90 where no source states expected goals (Fantasy Premier League: before gameweek 16 of 2022/23)",
        0,
        5,
    ),
    _played(
        "expected_assists_per_90",
        "expected assists",
        _RATE.format(prior="his assists per 90"),
        "assists_per_90 where no source states them",
        0,
        5,
    ),
    _played("expected_known", "share", "of his decayed minutes, those with expected goals", "0", 0, 1),
    _played(
        "goals_share",
        "share",
        "of the goals that his team's players scored over its last ten matches; shrunk by a weight of ten goals",
        "that of his position, 2016/17 to 2018/19: 0, 0.013, 0.041, 0.085; 0.034 while nobody states it",
        0,
        1,
    ),
    _played(
        "expected_goals_share",
        "share",
        "the same of expected goals, shrunk towards goals_share by a weight of ten",
        "goals_share",
        0,
        1,
    ),
    _played("goals_last_5", "goals per match", "over his team's last five matches", "0", 0, 5),
    _played("assists_last_5", "assists per match", "over his team's last five; unstated is none", "0", 0, 5),
    _played("expected_goals_last_5", "expected goals per match", "over its last five; unstated is none", "0", 0, 5),
)
_POINTS = (
    *(
        _played(
            f"points_last_{last}",
            "points per match",
            f"plain mean over the last {last} matches that he was listed for, with or without minutes; "
            "matches without points are left out",
            f"1.38: {_LISTED}",
            -20,
            60,
        )
        for last in (3, 5, 10)
    ),
    _played(
        "points_season",
        "points per match",
        "plain mean over the matches of the season that he was listed for",
        f"1.38 before the first: {_LISTED}",
        -20,
        60,
    ),
    _played(
        "points_form",
        "points per match",
        "decayed by 0.85 a match that he was listed for, shrunk towards 1.38, which weighs one match",
        "1.38",
        -20,
        60,
    ),
    _played("points_per_90", "points", _RATE.format(prior="his position's mean"), _POSITION, -20, 60),
    _played("full_matches", "matches", "his minutes / 90, decayed by 0.98 a match that he played in", "0", 0, 70),
)
_PLACE = (
    _played("matches_known", "matches", "rows of him that are kept, at most ten", "0", 0, 10),
    _played("matches_season", "matches", "that his team has played this season", "0", 0, 100),
    *map(_is, ("goalkeeper", "defender", "midfielder", "forward")),
    _played("price", "millions", "Fantasy Premier League's at the deadline of his last match", "5.2, the mean", 0, 100),
    _played("price_change", "millions", "since the first match of his season", "0", -100, 100),
    _played("price_known", "0 or 1", "1 when a price was ever stated", "0", 0, 1),
)
_AVAILABILITY = (
    _told(
        "availability_known",
        "0 or 1",
        "1 while a word on him holds: until he plays in a later match, or a new season",
        "0",
        0,
        1,
    ),
    _told(
        "chance",
        "share of 1",
        "of playing the next round as the latest word has it; where it does not say 1, half of it in doubt, 0 when out",
        "1: nothing is known against it",
        0,
        1,
    ),
    _told("injured", "0 or 1", "1 when the latest word says so", "0", 0, 1),
    _told("suspended", "0 or 1", "1 when the latest word says so", "0", 0, 1),
    _told("said_at", "seconds since 1970", "when the word that holds was known", "0: none holds", 0, _LATEST_MOMENT),
    _told(
        "absent_since",
        "seconds since 1970",
        "when the absence or doubt began; when it was known where nobody says",
        "0: neither absent nor in doubt",
        0,
        _LATEST_MOMENT,
    ),
    _at("last_played_at", "kick-off of the latest known match that he played in"),
    _at("last_match_at", "kick-off of the latest known match that he was listed for"),
    _played(
        "at_team",
        "0 or 1",
        "1 while one of a team's last ten matches lists him, or a later list does",
        "0",
        0,
        1,
        ("Player", "PlayerMatch"),
    ),
)

PLAYERS: tuple[Feature, ...] = (*_MINUTES, *_SCORING, *_POINTS, *_PLACE, *_AVAILABILITY)
"""What a player's row says, in order."""


def _meeting(name: str, unit: str, formula: str, missing: str, lowest: float, highest: float) -> Feature:
    return _played(name, unit, formula, missing, lowest, highest, ("PlayerMatch", "Availability", "Match"))


# Of no use to a model: in a vector about a match the days between them and its kick-off take their place.
MOMENTS = ("said_at", "absent_since", "last_played_at", "last_match_at")
_STRENGTH = {"elo": ("1500", 0, 3000), "attack": ("0", -10, 10), "defence": ("0", -10, 10)}

PLAYER_MEETINGS: tuple[Feature, ...] = (
    *(feature for feature in PLAYERS if feature.name not in MOMENTS),
    _meeting(
        "minutes_available", "minutes", "minutes_expected times chance", "33.1: nothing known against him", 0, 120
    ),
    _meeting("days_since_word", "days", "from said_at to kick-off, at most 365", "0: no word holds", 0, 365),
    _meeting(
        "days_absent", "days", "from absent_since to kick-off, at most 365", "0: neither absent nor in doubt", 0, 365
    ),
    _meeting("rest_days", "days", "from last_played_at to kick-off, at most 14", "14: he has never played", 0, 14),
    _meeting("at_home", "0 or 1", "1 when his team is at home", "never missing", 0, 1),
    _meeting(
        "matches_in_gameweek", "matches", "of his team in this gameweek, this one included", "never missing", 0, 10
    ),
    *(
        _meeting(
            f"{side}_{rating}",
            "rating",
            f"{rating} of {'his team' if side == 'team' else 'the other team'} as it enters this season",
            missing,
            lowest,
            highest,
        )
        for side in ("team", "opponent")
        for rating, (missing, lowest, highest) in _STRENGTH.items()
    ),
    _meeting("strengths_known", "0 or 1", "1 when both teams' rows are known", "0", 0, 1),
)
"""What is known of a player before a match of his, in order: his row without moments, then what is of the meeting."""
