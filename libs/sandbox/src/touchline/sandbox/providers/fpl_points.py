"""How the points of a match add up, by the game's rules of 2016/17 to 2023/24; they give every recorded total."""

from touchline.sandbox.providers.fpl_season import COUNTED, Appearance

GOALKEEPER, DEFENDER, MIDFIELDER, FORWARD = 1, 2, 3, 4
GOAL = {GOALKEEPER: 6, DEFENDER: 6, MIDFIELDER: 5, FORWARD: 4}
CLEAN_SHEET = {GOALKEEPER: 4, DEFENDER: 4, MIDFIELDER: 1, FORWARD: 0}
FULL_MATCH = 60  # minutes
EACH = {
    "assists": 3,
    "own_goals": -2,
    "penalties_saved": 5,
    "penalties_missed": -2,
    "yellow_cards": -1,
    "red_cards": -3,
    "bonus": 1,
}


def explained(row: Appearance, position: int) -> list[dict[str, object]]:
    """What points were given for: minutes always, the rest where there is any."""
    counts = dict(zip(COUNTED, row.counts, strict=True))
    return [
        {"identifier": name, "value": value, "points": points(name, value, position)}
        for name, value in counts.items()
        if name not in ("bps", "total_points") and (name == "minutes" or points(name, value, position))
    ]


def points(name: str, value: int, position: int) -> int:
    """Points for one kind of thing.

    >>> points("goals_scored", 2, FORWARD), points("goals_conceded", 3, DEFENDER), points("minutes", 59, DEFENDER)
    (8, -1, 1)
    """
    match name:
        case "minutes":
            return (value > 0) + (value >= FULL_MATCH)
        case "goals_scored":
            return value * GOAL[position]
        case "clean_sheets":
            return value * CLEAN_SHEET[position]
        case "goals_conceded":
            return -(value // 2) if position in (GOALKEEPER, DEFENDER) else 0
        case "saves":
            return value // 3 if position == GOALKEEPER else 0
        case _:
            return value * EACH[name]
