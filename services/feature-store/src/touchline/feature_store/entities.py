"""What timelines are called: one name for each thing that anything is remembered of."""


def team_entity(competition: str, team: str) -> str:
    """A team in a competition.

    >>> team_entity("E0", "arsenal")
    'E0/arsenal'
    """
    return f"{competition}/{team}"


def pair_entity(competition: str, one: str, other: str) -> str:
    """Two teams that meet in a competition, whoever is at home.

    >>> pair_entity("E0", "chelsea", "arsenal")
    'E0/arsenal/chelsea'
    """
    first, second = sorted((one, other))
    return f"{competition}/{first}/{second}"
