"""Markets, by the names that records carry, and what can happen in each."""

from collections.abc import Sequence
from datetime import datetime
from typing import NamedTuple

from touchline.normalizer.dialects.cells import check_book
from touchline.normalizer.dialects.rows import HOME_DRAW_AWAY, Meeting, OddsRow
from touchline.schemas.records import OddsMoment

RESULT = "1x2"
TOTAL_GOALS = "over-under"  # `line`: goals
ASIAN_HANDICAP = "asian-handicap"  # `line`: goals given to the home team
BOTH_TO_SCORE = "both-to-score"

HOME_AWAY = ("home", "away")
OVER_UNDER = ("over", "under")
YES_NO = ("yes", "no")
SELECTIONS = {RESULT: HOME_DRAW_AWAY, TOTAL_GOALS: OVER_UNDER, ASIAN_HANDICAP: HOME_AWAY, BOTH_TO_SCORE: YES_NO}

WHOLE_MATCH, FIRST_HALF, SECOND_HALF = "", "half-time-", "second-half-"  # before a market's name
MOST_LINE = 20.0  # goals


class Market(NamedTuple):
    """What is bet on: a kind of market, on the whole match or on a half, at a line where the kind has one."""

    kind: str
    part: str = WHOLE_MATCH
    line: float | None = None

    @property
    def name(self) -> str:
        """As records have it.

        >>> Market(RESULT).name, Market(TOTAL_GOALS, FIRST_HALF, 1.5).name
        ('1x2', 'half-time-over-under')
        """
        return self.part + self.kind

    @property
    def selections(self) -> tuple[str, ...]:
        """What can happen."""
        return SELECTIONS[self.kind]


class Offer(NamedTuple):
    """Whose prices these are, and when they were taken."""

    meeting: Meeting
    kick_off: datetime
    bookmaker: str
    collected_at: datetime | None  # None: when the document was fetched
    moment: OddsMoment = OddsMoment.BEFORE

    def at(self, market: Market, prices: Sequence[float]) -> OddsRow:
        """The prices of a market, in the order of its selections.

        Raises:
            UnreadableCell: they cannot be those of one book.
        """
        check_book([f"{market.name} {selection}" for selection in market.selections], prices)
        return OddsRow(
            meeting=self.meeting,
            kick_off=self.kick_off,
            bookmaker=self.bookmaker,
            moment=self.moment,
            prices=tuple(prices),
            known_at=self.collected_at,
            market=market.name,
            line=market.line,
            selections=market.selections,
        )


def moment_of(collected_at: datetime | None, kick_off: datetime, in_play: bool = False) -> OddsMoment:
    """Before the match, or unknown once it has begun: such a price already knows part of the result."""
    begun = in_play or (collected_at is not None and collected_at >= kick_off)
    return OddsMoment.UNKNOWN if begun else OddsMoment.BEFORE
