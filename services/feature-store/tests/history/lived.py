"""A season as it is lived, step by step: prices, results in time and late, corrections, moves, withdrawals."""

from collections.abc import Iterator, Sequence
from dataclasses import dataclass, field, replace
from datetime import UTC, datetime, timedelta
from random import Random
from typing import Any

from touchline.schemas.records import Match, MatchStatus, Odds, OddsMoment

from ..football import KNOWN_AFTER, assertion, document, prices, season

TEAMS, WEEKS = 8, 6
BEGINNING = datetime(2019, 8, 1, tzinfo=UTC)
DAY = timedelta(days=1)
LATE = timedelta(microseconds=123_457)  # nothing that is remembered is cut to seconds
FIRST_KICK_OFF = datetime(2019, 8, 10, 14, tzinfo=UTC)  # of `season(2019)`
CUP = "cup/1920"
BOOKS = ("average", "pinnacle")
PLAYED = MatchStatus.PLAYED
EXPECTED = (MatchStatus.SCHEDULED, MatchStatus.POSTPONED)


@dataclass(frozen=True, slots=True)
class Step:
    """Messages that are told at one football time, each of rows of one record."""

    at: datetime
    messages: tuple[Sequence[Any], ...]


@dataclass
class Season:
    """What was told last of each match; every new word of it is a revision of the same document."""

    dice: Random
    matches: dict[str, Match] = field(default_factory=dict)
    books: dict[str, Odds] = field(default_factory=dict)

    def coming(self, at: datetime) -> list[str]:
        """Matches that kick off at a moment or later and of which somebody says that they will, by kick-off."""
        found = [one for one in self.matches.values() if one.event_time >= at and one.status in EXPECTED]
        return [one.match_id for one in sorted(found, key=lambda one: (one.event_time, one.match_id))]

    def off(self, at: datetime) -> list[str]:
        """Coming matches that were cancelled or withdrawn, except by the latest word of all."""
        found = [one for one in self.matches.values() if one.event_time >= at and one.status not in (*EXPECTED, PLAYED)]
        return [one.match_id for one in found if one.available_at < at]

    def over(self, at: datetime) -> list[str]:
        """Matches without a result that ended before a moment."""
        found = [one for one in self.matches.values() if one.status in EXPECTED]
        return sorted(one.match_id for one in found if one.event_time + KNOWN_AFTER <= at)

    def played(self) -> list[str]:
        """Matches with a result."""
        return sorted(one.match_id for one in self.matches.values() if one.status is PLAYED)

    def tell(self, match_id: str, **changed: Any) -> Match:
        """A later version of the document that names a match."""
        before = self.matches[match_id]
        told = replace(before, revision=before.revision + 1, **changed)
        told = replace(told, document=document(f"{told.document_key} {match_id} {told.revision}"))
        self.matches[match_id] = told
        return told

    def result(self, match_id: str) -> Match:
        """A result, the first or another one; it could be known when the match was over."""
        before, goals = self.matches[match_id], (self.dice.randrange(5), self.dice.randrange(4))
        over = before.event_time + KNOWN_AFTER
        counts = {"home_shots_on_target": goals[0] + 3, "away_shots_on_target": goals[1] + 2}
        return self.tell(
            match_id,
            status=PLAYED,
            home_goals=goals[0],
            away_goals=goals[1],
            available_at=over,
            **counts,
        )

    def price(self, match_id: str, at: datetime, book: str) -> Odds:
        """What a book asks at a moment; the second time other than the first."""
        match = self.matches[match_id]
        before = self.books.get(f"{match_id} {book}")
        told = replace(
            prices(match, book, OddsMoment.BEFORE),
            prices=[round(self.dice.uniform(1.2, 6), 2) for _ in range(3)],
            available_at=at,
            document_key=f"prices/{book}",
            revision=before.revision + 1 if before else 1,
        )
        self.books[f"{match_id} {book}"] = told
        return told

    def corrected_price(self, match_id: str, book: str) -> Odds:
        """What a book had asked really, at the moment of which it was told before."""
        before = self.books[f"{match_id} {book}"]
        return replace(self.price(match_id, before.available_at, book), prices=[1.9, 3.1, 4.7])


def steps(seed: int = 1) -> Iterator[Step]:
    """The season before as one document, then this one: four times a week something is told."""
    lived = Season(Random(seed))
    lived.matches = {one.match_id: one for one in _fixtures()}
    yield Step(BEGINNING, (season(2018, teams=TEAMS), list(lived.matches.values())))
    for week in range(WEEKS):
        saturday = FIRST_KICK_OFF + 7 * week * DAY
        yield Step(saturday - DAY + LATE, (_asked(lived, saturday),))
        yield Step(saturday, (_at_kick_off(lived, saturday),))
        over = lived.over(saturday + 2 * DAY)
        yield Step(saturday + 2 * DAY, ([lived.result(one) for one in over if lived.dice.random() < 0.8],))
        yield Step(saturday + 3 * DAY, (_trouble(lived, saturday + 3 * DAY, week),))


def _fixtures() -> Iterator[Match]:
    """A league and a few meetings in a cup, announced at the beginning."""
    for one in season(2019, teams=TEAMS):
        fixture = assertion(one.match_id, kick_off=one.event_time, key=one.document_key)
        yield replace(fixture, available_at=BEGINNING)
    for number in range(TEAMS // 2):
        cup = f"FAC:2019-20:team-{number:02d}:team-{number + TEAMS // 2:02d}"
        kick_off = datetime(2019, 8, 14, 18, 45, tzinfo=UTC) + 7 * number * DAY
        yield replace(assertion(cup, kick_off=kick_off, key=CUP), available_at=BEGINNING)


def _asked(lived: Season, saturday: datetime) -> list[Odds]:
    """Prices of two books on the next matches; some of them were asked before."""
    return [lived.price(one, saturday - DAY + LATE, book) for one in lived.coming(saturday)[:6] for book in BOOKS]


def _at_kick_off(lived: Season, saturday: datetime) -> list[Odds]:
    """A price of the very moment of a kick-off, and one that was wrong the day before, of a later match."""
    priced = [one for one in lived.coming(saturday) if f"{one} average" in lived.books]
    return [lived.price(priced[0], saturday, "average"), lived.corrected_price(priced[-1], "average")]


def _trouble(lived: Season, at: datetime, week: int) -> list[Match]:
    """Old scores corrected and taken back; fixtures moved, cancelled, withdrawn, postponed, and named again."""
    past, future = lived.played(), lived.coming(at)
    corrected, taken_back = lived.dice.sample(past, 2)
    told = [lived.result(corrected), lived.tell(taken_back, **_taken_back(week))]
    if len(future) > 1:
        moved, other = lived.dice.sample(future, 2)
        kick_off = lived.matches[moved].event_time + lived.dice.choice([1, 9]) * DAY
        told.append(lived.tell(moved, event_time=kick_off, available_at=at))
        status = (MatchStatus.WITHDRAWN, MatchStatus.CANCELLED, MatchStatus.POSTPONED)[week % 3]
        told.append(lived.tell(other, status=status, available_at=at))
    if off := lived.off(at):
        told.append(lived.tell(off[0], status=MatchStatus.SCHEDULED, available_at=at))
    return _once(told)


def _taken_back(week: int) -> dict[str, Any]:
    status = MatchStatus.WITHDRAWN if week % 2 else MatchStatus.SCHEDULED
    nothing = dict.fromkeys(("home_goals", "away_goals", "home_shots_on_target", "away_shots_on_target"))
    return {"status": status, **nothing}


def _once(told: Sequence[Match]) -> list[Match]:
    """One word a match, the last."""
    return list({one.match_id: one for one in told}.values())
