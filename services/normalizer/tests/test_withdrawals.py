"""What was stated of the wrong club or player is taken back, all of it, and only it."""

from collections.abc import Iterable
from dataclasses import replace
from datetime import timedelta
from typing import Any

import pytest
from normalizer_fakes import FETCHED_AT
from rereading_pipeline import Pipeline, rows

from touchline.normalizer.changes import WITHDRAWABLE, Kept, compare, kind_of
from touchline.normalizer.dialects.dialect import Dialect, Document
from touchline.normalizer.dialects.names import Names
from touchline.normalizer.dialects.reading import Reading
from touchline.normalizer.dialects.rows import (
    ArticleRow,
    AvailabilityRow,
    Meeting,
    Name,
    Parsed,
    PlayerCounts,
    PlayerMatchRow,
    PlayerRow,
    RatingRow,
    Row,
    Scope,
)
from touchline.normalizer.remembering import recalled, remembered
from touchline.runtime.transaction import Transaction
from touchline.schemas.records import (
    Article,
    Availability,
    AvailabilityStatus,
    IdentityKind,
    Match,
    MatchStatus,
    Odds,
    Player,
    PlayerMatch,
    TeamRating,
)

NUMBERS = Scope(IdentityKind.PLAYER, "made:2019/20")
MEETING = Meeting("E0", "2019/20", "arsenal", "chelsea")
KEYS: dict[type, tuple[str, ...]] = {
    Player: ("player_id", "season"),
    PlayerMatch: ("player_id", "match_id"),
    Availability: ("player_id", "event_time", "since", "reason", "sentence", "article_id"),
    Article: ("article_id",),
    TeamRating: ("match_id", "team_id", "system"),
}
HEADER = "Div,Date,HomeTeam,AwayTeam,FTHG,FTAG,B365H,B365D,B365A"
TABLE = f"{HEADER}\nE0,10/08/2019,Arsenal,Chelsea,1,0,2,3,4\nE0,10/08/2019,Cosmos United,Everton,2,2,2,3,4\n"


def about(player: str) -> tuple[Row, ...]:
    """Everything that can be said of a player."""
    at, sentence = FETCHED_AT, f"{player} is injured."
    return (
        PlayerRow("ENG", player, player, None, None, None, "arsenal", "2019/20", at, None),
        PlayerMatchRow(MEETING, at, player, True, None, PlayerCounts(minutes=90, goals=1), at),
        AvailabilityRow("ENG", player, "x", None, AvailabilityStatus.INJURED, "Knee", 0.25, at, None, at, at, sentence),
        ArticleRow(player, "ENG", "http://a", "A title", "A text", "en", None, (), (player,), "0" * 16, at, at),
        RatingRow(MEETING, at, player, "spi", 80.5, 0.5, None, 1.5, at),
    )


def read_made(content: bytes, document: Document, names: Names) -> Parsed:
    """A line is a player's number; `!` makes it one that cannot be read."""
    reading = Reading()
    for line, text in enumerate(content.decode().split(), start=1):
        with reading.row(line, text) as draft:
            draft.add(*about(names.need(Name(NUMBERS, text), "number")))  # type: ignore[arg-type]  # all are facts
    return reading.parsed()


@pytest.fixture
def pipeline() -> Pipeline:
    return Pipeline(Dialect("made", read_made, lambda document: (NUMBERS,)))


def standing(said: Iterable[Transaction], record: type) -> dict[tuple[Any, ...], Any]:
    """What stands of a record once everything said was applied, in any order, greater revisions only."""
    latest: dict[tuple[Any, ...], Any] = {}
    for row in rows(list(said), record):
        key = tuple(getattr(row, name) for name in KEYS[record])
        if key not in latest or row.revision > latest[key].revision:
            latest[key] = row
    return {key: row for key, row in latest.items() if not row.withdrawn}


async def decided(
    pipeline: Pipeline, *decisions: tuple[str, str], key: str = "made/squad", text: str = "7 8"
) -> list[Transaction]:
    """A document of a few numbers, under one decision after another."""
    said = [await pipeline.fetch(text, key=key)]
    for version, (number, player) in enumerate(decisions, start=1):
        await pipeline.decide(number, player, version, NUMBERS)
        said += await pipeline.read_again()
    return said


@pytest.mark.parametrize("key", ["made/squad", "made/fixtures"])  # complete, rolling
@pytest.mark.parametrize("record", list(KEYS))
async def test_all_that_a_wrong_player_was_given_is_taken_back(pipeline: Pipeline, record: type, key: str) -> None:
    said = await decided(pipeline, ("8", "p8"), ("7", "wrong"), ("7", "p7"), key=key)
    afresh = await decided(Pipeline(pipeline.made), ("8", "p8"), ("7", "p7"), key=key)
    assert standing(said, record).keys() == standing(afresh, record).keys()
    wrong = [row for row in rows(said, record) if "wrong" in repr(row)]
    assert [row.withdrawn for row in wrong] == [None, True]
    assert wrong[1] == replace(
        wrong[0],
        withdrawn=True,
        revision=wrong[1].revision,
        available_at=FETCHED_AT + timedelta(days=1),  # of the document: a decision has no time of its own in football
        provenance=wrong[1].provenance,
        **({"text": ""} if record is Article else {}),
    )


async def test_the_same_decision_twice_takes_nothing_back_twice(pipeline: Pipeline) -> None:
    await decided(pipeline, ("8", "p8"), ("7", "wrong"), ("7", "p7"))
    await pipeline.decide("7", "p7", 3, NUMBERS)
    await pipeline.decide("7", "p7", 4, NUMBERS)
    assert await pipeline.read_again() == []
    assert (await pipeline.fetch("7 8", key="made/squad", revision=2)).pending == []


async def test_what_was_taken_back_stands_again_when_the_decision_is_reverted(pipeline: Pipeline) -> None:
    said = await decided(pipeline, ("8", "p8"), ("7", "first"), ("7", "second"), ("7", "first"))
    assert {key[0] for key in standing(said, PlayerMatch)} == {"p8", "first"}


async def test_an_unreadable_line_beside_it_keeps_no_mistake_alive(pipeline: Pipeline) -> None:
    """A complete document that parks a row withdraws nothing of an older version; a mistake is one of this version."""
    said = await decided(pipeline, ("7", "wrong"), ("7", "p7"))  # nobody has decided who 8 is
    assert {key[0] for key in standing(said, PlayerMatch)} == {"p7"}


async def test_prices_of_a_match_of_the_wrong_club_go_with_it(pipeline: Pipeline) -> None:
    await pipeline.fetch(TABLE)
    await pipeline.decide("Cosmos United", "wrong-club", version=1)
    await pipeline.read_again()
    await pipeline.decide("Cosmos United", "cosmos", version=2)
    said = await pipeline.read_again()
    assert {one.match_id: one.withdrawn for one in rows(said, Odds)} == {
        "E0:2019-20:cosmos:everton": None,
        "E0:2019-20:wrong-club:everton": True,
    }
    assert len(rows(said, Match)) == 2


async def test_a_damaged_version_that_is_read_again_withdraws_nothing(pipeline: Pipeline) -> None:
    await decided(pipeline, ("7", "p7"), ("8", "p8"), text="7 8 9")  # nobody has decided who 9 is
    await pipeline.fetch("7 9", key="made/squad", revision=2)
    await pipeline.decide("7", "other", 3, NUMBERS)
    said = await pipeline.read_again()
    assert {row.player_id: row.withdrawn for row in rows(said, Player)} == {"p7": True, "other": None}
    assert rows([await pipeline.fetch("7 8 9", key="made/squad", revision=3)], Player) == []
    await pipeline.decide("8", "other-8", 4, NUMBERS)  # what is there again can be taken back again
    assert {row.player_id for row in rows(await pipeline.read_again(), Player) if row.withdrawn} == {"p8"}


def test_a_kind_of_which_too_much_is_gone_stays_and_the_others_go() -> None:
    held = {f"match:{n}": Kept("1") for n in range(10)} | {f"odds:{n}": Kept("1") for n in range(10)}
    now = {key: "1" for key in held if key not in ("match:0", "odds:0", "odds:1")}
    changes = compare(held, now, complete=True)
    assert (changes.withdrawn, changes.missing) == (("match:0",), ("odds:0", "odds:1"))


async def test_a_withdrawn_match_has_no_result(pipeline: Pipeline) -> None:
    await pipeline.fetch(TABLE)
    await pipeline.decide("Cosmos United", "wrong-club", version=1)
    await pipeline.read_again()
    await pipeline.decide("Cosmos United", "cosmos", version=2)
    (gone,) = (one for one in rows(await pipeline.read_again(), Match) if one.status is MatchStatus.WITHDRAWN)
    assert (gone.home_team, gone.home_goals, gone.away_goals) == ("wrong-club", None, None)


def test_every_kind_of_row_is_recalled_as_it_was_stated() -> None:
    names = Names.of([(Name(NUMBERS, "7"), "p7")])
    facts = read_made(b"7", Document("made/squad", True, FETCHED_AT, ""), names).by_key()
    assert {kind_of(key) for key in facts} == set(WITHDRAWABLE) - {"match", "odds"}  # which the tests above take back
    for key, row in facts.items():
        text = remembered(key, row)
        assert text is not None
        assert recalled(key, text) == replace(row, known_at=None, **textless(row))  # type: ignore[arg-type]


def textless(row: Row) -> dict[str, Any]:
    """Of an article all but its text is remembered."""
    return {"text": ""} if isinstance(row, ArticleRow) else {}
