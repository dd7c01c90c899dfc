"""What the fixtures have stated of their numbers: which match each is, and when it was to begin.

`live` and the players' histories name matches by number only. A number and each kick-off that was ever stated for it
are kept as one name, so that a postponed match keeps its number and its history.
"""

from collections import defaultdict
from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from datetime import datetime

from touchline.normalizer.dialects.fpl.numbers import matches_in
from touchline.normalizer.dialects.names import Names, UnknownName
from touchline.normalizer.dialects.rows import IdentityRow, Meeting, Name


@dataclass(frozen=True, slots=True)
class Known:
    """A match and when it begins."""

    meeting: Meeting
    kick_off: datetime


@dataclass(frozen=True, slots=True)
class FixtureNumbers:
    """The fixtures of a season by number; of each the kick-offs that were stated, earliest first."""

    season: str
    stated: Mapping[str, list[Known]]

    @classmethod
    def of(cls, names: Names, season: str) -> "FixtureNumbers":
        """Out of the names of the season."""
        stated: dict[str, list[Known]] = defaultdict(list)
        for text, match_id in names.known.get(matches_in(season), {}).items():
            fixture, _, when = text.partition(" ")
            if when:
                stated[fixture].append(Known(Meeting.from_match_id(match_id), datetime.fromisoformat(when.upper())))
        return cls(season, {fixture: sorted(known, key=_begins) for fixture, known in stated.items()})

    def need(self, fixture: str, at: datetime) -> Known:
        """The match as of a moment: with the last kick-off stated that lies before it, else with the next.

        Raises:
            UnknownName: the fixtures have not stated it yet.
        """
        known = self.stated.get(fixture)
        if not known:
            raise UnknownName("fixture", Name(matches_in(self.season), fixture))
        return next((one for one in reversed(known) if one.kick_off <= at), known[0])


def stated(season: str, fixture: int, meeting: Meeting, kick_off: datetime) -> Iterator[IdentityRow]:
    """What a fixture's number means, and that it was to begin then."""
    for text in (str(fixture), f"{fixture} {kick_off.isoformat()}"):
        yield IdentityRow(Name(matches_in(season), text), meeting.match_id)


def _begins(known: Known) -> datetime:
    return known.kick_off
