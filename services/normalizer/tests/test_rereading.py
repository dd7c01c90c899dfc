"""What was parked for a name goes in once the name means something: nothing is lost, nothing is guessed."""

from datetime import UTC, datetime

import pytest
from normalizer_fakes import FETCHED_AT
from rereading_pipeline import Pipeline, Work, rows

from touchline.normalizer.dialects.dialect import Dialect, Document
from touchline.normalizer.dialects.names import Names, UnknownName
from touchline.normalizer.dialects.reading import Reading
from touchline.normalizer.dialects.rows import IdentityRow, Name, Parsed, PlayerRow, Scope
from touchline.normalizer.rereading import Bugs, read_next
from touchline.runtime.errors import Unavailable
from touchline.runtime.loop import TooManyBugs
from touchline.schemas.records import IdentityKind, Match, MatchStatus, ParkedRow, Player
from touchline.schemas.topics import PLAYERS

FIXTURES = "football-data/fixtures.csv"
TABLE = (
    "Div,Date,HomeTeam,AwayTeam,FTHG,FTAG\nE0,10/08/2019,Arsenal,Chelsea,1,0\nE0,10/08/2019,Cosmos United,Everton,2,2\n"
)
NUMBERS = Scope(IdentityKind.PLAYER, "made:2019/20")


def read_numbers(content: bytes, document: Document, names: Names) -> Parsed:
    """A made dialect: `list` and `number-7` say which number is which player, `squad` and `news` use the numbers."""
    reading = Reading()
    for line, text in enumerate(content.decode().split(), start=1):
        with reading.row(line, text) as draft:
            if document.path == "list":
                number, player = text.split("=")
                draft.add(IdentityRow(Name(NUMBERS, number), player))
            elif document.path.startswith("number-"):
                number = document.path.removeprefix("number-")
                draft.add(IdentityRow(Name(NUMBERS, number), f"{text}-{number}"))
            elif document.path == "news":
                named = names.find(Name(NUMBERS, text))
                draft.add(player_called("news", f"names {named or 'nobody'}"))
                if named is None:
                    draft.park_part(UnknownName("number", Name(NUMBERS, text)))
            else:
                player = names.need(Name(NUMBERS, text), "number")
                draft.add(player_called(player, player))
    return reading.parsed()


MADE = Dialect("made", read_numbers, lambda document: (NUMBERS,))


def player_called(player: str, name: str) -> PlayerRow:
    return PlayerRow("ENG", player, name, None, None, None, None, None, FETCHED_AT, None)


@pytest.fixture
def pipeline() -> Pipeline:
    return Pipeline(MADE)


async def test_a_row_parked_for_a_name_says_which_decision_would_let_it_in(pipeline: Pipeline) -> None:
    (parked,) = rows([await pipeline.fetch(TABLE)], ParkedRow)
    assert parked.waits_for == "club:ENG:Cosmos United"


async def test_a_decision_lets_in_what_was_parked_and_nothing_else_is_said_again(pipeline: Pipeline) -> None:
    first = rows([await pipeline.fetch(TABLE)], Match)
    await pipeline.decide("Cosmos United", "cosmos", version=1)
    (let_in,) = rows(await pipeline.read_again(), Match)
    assert (let_in.home_team, let_in.home_goals) == ("cosmos", 2)
    assert let_in.revision > first[0].revision
    assert let_in.available_at == datetime(2019, 8, 11, tzinfo=UTC)
    assert await pipeline.read_again() == []


async def test_a_repeated_or_older_decision_reads_nothing_again(pipeline: Pipeline) -> None:
    await pipeline.fetch(TABLE)
    await pipeline.decide("Cosmos United", "cosmos", version=2)
    assert len(await pipeline.read_again()) == 1
    await pipeline.decide("Cosmos United", "cosmos", version=2)
    await pipeline.decide("Cosmos United", "other-club", version=1)
    assert await pipeline.read_again() == []


async def test_a_corrected_decision_takes_the_wrong_match_back_and_states_the_right_one(pipeline: Pipeline) -> None:
    await pipeline.fetch(TABLE)
    await pipeline.decide("Cosmos United", "wrong-club", version=1)
    (wrong,) = rows(await pipeline.read_again(), Match)
    await pipeline.decide("Cosmos United", "cosmos", version=2)
    said = {match.home_team: match for match in rows(await pipeline.read_again(), Match)}
    assert said["cosmos"].status is MatchStatus.PLAYED
    assert said["wrong-club"].status is MatchStatus.WITHDRAWN
    assert said["cosmos"].revision > wrong.revision


async def test_what_a_document_waits_for_is_forgotten_when_its_next_version_no_longer_does(pipeline: Pipeline) -> None:
    await pipeline.fetch(TABLE)
    await pipeline.fetch(TABLE.replace("Cosmos United", "Leeds"), revision=2)
    await pipeline.decide("Cosmos United", "cosmos", version=1)
    assert await pipeline.read_again() == []


@pytest.mark.parametrize("order", [("list", "squad"), ("squad", "list")])
async def test_it_does_not_matter_whether_numbers_come_before_or_after_what_they_mean(
    pipeline: Pipeline, order: tuple[str, str]
) -> None:
    texts = {"list": "7=p1 8=p2", "squad": "7 8"}
    said = [await pipeline.fetch(texts[name], key=f"made/{name}") for name in order]
    said += await pipeline.read_again()
    players = rows(said, Player)
    assert sorted(player.player_id for player in players) == ["p1", "p2"]
    assert len({player.revision for player in players}) == 1


async def test_what_a_provider_stated_first_stays_until_a_person_decides(pipeline: Pipeline) -> None:
    await pipeline.fetch("7=p1", key="made/list")
    await pipeline.fetch("7=p9", key="made/list", revision=2)
    (player,) = rows([await pipeline.fetch("7", key="made/squad")], Player)
    assert player.player_id == "p1"


async def test_a_corrected_decision_takes_a_wrong_fixture_back_too(pipeline: Pipeline) -> None:
    await pipeline.fetch("Div,Date,HomeTeam,AwayTeam\nE0,17/08/2019,Cosmos United,Everton\n", key=FIXTURES)
    await pipeline.decide("Cosmos United", "wrong-club", version=1)
    (wrong,) = rows(await pipeline.read_again(), Match)
    await pipeline.decide("Cosmos United", "cosmos", version=2)
    said = {match.home_team: match for match in rows(await pipeline.read_again(), Match)}
    assert said["cosmos"].status is MatchStatus.SCHEDULED
    assert said["wrong-club"].status is MatchStatus.WITHDRAWN
    assert said["wrong-club"].revision > wrong.revision


async def test_a_document_whose_bytes_are_gone_is_parked_and_stands_in_no_others_way(pipeline: Pipeline) -> None:
    gone = "football-data/mmz4281/1819/E0.csv"
    await pipeline.fetch(TABLE.replace("2019", "2018"), key=gone)
    await pipeline.fetch(TABLE)
    await pipeline.decide("Cosmos United", "cosmos", version=1)
    pipeline.objects.content = {key: one for key, one in pipeline.objects.content.items() if b"2019" in one}
    work = Work(pipeline)
    assert [await read_next(pipeline.normalizer, work, "lane", Bugs()) for _ in range(3)] == [True, True, False]
    (parked,) = rows(work.done, ParkedRow)
    assert (parked.document_key, "not in the store" in parked.reason) == (gone, True)
    assert [match.home_team for match in rows(work.done, Match)] == ["cosmos"]


def stumbles(content: bytes, document: Document, names: Names) -> Parsed:
    """A dialect with a fault that shows once the number 7 means somebody."""
    if names.find(Name(NUMBERS, "7")):
        raise ZeroDivisionError("a fault of ours")
    return read_numbers(content, document, names)


async def test_a_document_on_which_our_own_code_fails_is_parked_with_the_traceback_and_met_once() -> None:
    pipeline = Pipeline(Dialect("made", stumbles, lambda document: (NUMBERS,)))
    said = [await pipeline.fetch("7", key="made/squad"), await pipeline.fetch(TABLE)]
    await pipeline.decide("7", "p7", version=1, scope=NUMBERS)
    await pipeline.decide("Cosmos United", "cosmos", version=2)
    work, bugs = Work(pipeline), Bugs()
    assert [await read_next(pipeline.normalizer, work, "lane", bugs) for _ in range(3)] == [True, True, False]
    (parked,) = rows(work.done, ParkedRow)
    assert parked.document_key == "made/squad"
    assert "a fault of ours" in parked.reason
    assert "in stumbles" in parked.reason
    assert bugs.seen == 1
    assert [match.home_team for match in rows([*said, *work.done], Match)] == ["arsenal", "cosmos"]


async def test_our_own_code_may_fail_only_so_often() -> None:
    pipeline = Pipeline(Dialect("made", stumbles, lambda document: (NUMBERS,)))
    for number in range(3):
        await pipeline.fetch("7", key=f"made/squad-{number}")
    await pipeline.decide("7", "p7", version=1, scope=NUMBERS)
    work, bugs = Work(pipeline), Bugs(limit=1)
    assert await read_next(pipeline.normalizer, work, "lane", bugs)
    with pytest.raises(TooManyBugs, match="made/squad-1"):
        await read_next(pipeline.normalizer, work, "lane", bugs)
    assert await read_next(pipeline.normalizer, work, "lane", Bugs())  # the next process meets the third, not these two
    assert not await read_next(pipeline.normalizer, work, "lane", Bugs())


async def test_a_store_that_is_down_leaves_the_document_on_the_list(pipeline: Pipeline) -> None:
    await pipeline.fetch(TABLE)
    await pipeline.decide("Cosmos United", "cosmos", version=1)
    pipeline.objects.down, work = Unavailable("S3: timeout"), Work(pipeline)
    with pytest.raises(Unavailable):
        await read_next(pipeline.normalizer, work, "lane", Bugs())
    pipeline.objects.down = None
    assert await read_next(pipeline.normalizer, work, "lane", Bugs())
    assert [match.home_team for match in rows(work.done, Match)] == ["cosmos"]


async def test_what_two_documents_of_the_same_bytes_let_in_goes_out_under_two_ids(pipeline: Pipeline) -> None:
    await pipeline.fetch("7 8", key="made/squad")
    ids = []
    for key in ("made/number-7", "made/number-8"):
        await pipeline.fetch("p1", key=key)
        said = [message for one in await pipeline.read_again() for message in one.pending]
        ids += [dict(message.headers)["ce_id"] for message in said if message.topic == PLAYERS.name]
    assert len(ids) == len(set(ids)) == 2


async def test_what_is_said_otherwise_once_a_provider_has_stated_names_has_a_greater_revision(
    pipeline: Pipeline,
) -> None:
    """As with news: an article is there at once, and which players it names shows when the provider lists them."""
    before = rows([await pipeline.fetch("7", key="made/news")], Player)
    await pipeline.fetch("7=p1", key="made/list")
    after = rows(await pipeline.read_again(), Player)
    assert [one.name for one in (*before, *after)] == ["names nobody", "names p1"]
    assert after[0].revision > before[0].revision
