"""How seasons follow one another."""


def season_before(season: str) -> str:
    """The season that ended before this one began.

    >>> season_before("2000/01"), season_before("2010/11"), season_before("2019")
    ('1999/00', '2009/10', '2018')
    """
    began = int(season[:4]) - 1
    return f"{began}/{(began + 1) % 100:02d}" if "/" in season else str(began)
