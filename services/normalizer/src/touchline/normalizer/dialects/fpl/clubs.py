"""The provider's clubs: numbers from 1 to 20, by the alphabet, in each season."""

from collections.abc import Iterator

from touchline.normalizer.dialects.fpl.numbers import club_name
from touchline.normalizer.dialects.fpl.specification import COMPETITION
from touchline.normalizer.dialects.meetings import season_begins
from touchline.normalizer.dialects.names import Names
from touchline.normalizer.dialects.rows import IdentityRow, TeamRow


def club(
    season: str, number: str, name: str, names: Names, columns: tuple[str, str] = ("id", "name")
) -> Iterator[IdentityRow | TeamRow]:
    """A club and what its number means.

    Raises:
        UnknownName: nobody has decided which club this is.
    """
    team_id = names.club(COMPETITION.pool, name, columns[1])
    yield IdentityRow(club_name(season, number, columns[0]), team_id)
    yield TeamRow(COMPETITION.code, team_id, name, season_begins(COMPETITION, season))
