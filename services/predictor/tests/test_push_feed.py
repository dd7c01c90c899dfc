"""The feed without a network: who is told what, in which order, and what becomes of who comes back or does not read."""

import asyncio
import random
from dataclasses import replace
from typing import Any

import pytest
from changes import sealed
from hypothesis import given
from hypothesis import strategies as st

from touchline.predictor.serving.push.events import Change, Model, Opened, Reset, Swapped, Told
from touchline.predictor.serving.push.feed import OTHER_LOG, TOO_OLD, UNREADABLE, Feed, Refused
from touchline.predictor.serving.push.frames import frames_of, heartbeat
from touchline.predictor.serving.push.interest import Interest
from touchline.predictor.serving.push.position import Position, position_of
from touchline.predictor.serving.push.subscription import TURN, Ending, Subscription
from touchline.schemas.records import MatchPrediction

LOG = "0a1b2c3d"
MATCH = "E0:2019-20:arsenal:chelsea"
PARTITIONS = 3


def feed_of(kept: int = 1000, room: int = 1000, limit: int = 10, starts: tuple[int, ...] = (0, 0, 0)) -> Feed:
    feed = Feed(lambda row: {"prediction_id": row.prediction_id}, kept=kept, room=room, limit=limit)
    feed.begin(LOG, starts)
    return feed


@pytest.fixture
def row(make: Any) -> MatchPrediction:
    return sealed(make, MATCH, 1)


def named(row: MatchPrediction, name: str, **changes: Any) -> MatchPrediction:
    return replace(row, prediction_id=name, **changes)


async def all_told(subscription: Subscription) -> list[Told]:
    """Everything that waits now."""
    told: list[Told] = []
    while subscription.standing(Position("")) is None:
        told += await subscription.told()
    return told


def names(told: list[Told]) -> list[str]:
    return [one.event.row.prediction_id for one in told if isinstance(one.event, Change)]


async def test_a_subscriber_hears_first_where_it_stands_and_then_every_change_in_order(row: MatchPrediction) -> None:
    feed = feed_of()
    feed.take(0, 7, [(0, named(row, "before"))])
    subscription = feed.subscribe(football_time="now", model=Model("m", "3", "then"))
    feed.take(1, 2, [(0, named(row, "a")), (4, named(row, "b"))])
    told = await all_told(subscription)
    assert told[0].event == Opened(told[0].position, False, "now", Model("m", "3", "then"))  # type: ignore[arg-type]
    assert names(told) == ["a", "b"]
    assert [str(one.position) for one in told] == [
        f"{LOG}:7.1:0.0:0.0", f"{LOG}:7.1:2.1:0.0", f"{LOG}:7.1:2.5:0.0",
    ]  # fmt: skip


@pytest.mark.parametrize(
    ("interest", "heard"),
    [
        (Interest(), ["ac", "ce", "ab"]),
        (Interest(teams=frozenset({"chelsea"})), ["ac", "ce"]),
        (Interest(matches=frozenset({MATCH})), ["ac"]),
        (Interest(competitions=frozenset({"E1"})), ["ab"]),
        (Interest(teams=frozenset({"arsenal"}), competitions=frozenset({"E0"})), ["ac"]),
        (Interest(teams=frozenset({"arsenal", "everton"})), ["ac", "ce", "ab"]),
    ],
)
async def test_filters_of_a_kind_are_alternatives_and_all_kinds_must_hold(
    row: MatchPrediction, interest: Interest, heard: list[str]
) -> None:
    feed = feed_of()
    subscription = feed.subscribe(interest)
    both = [
        named(row, "ac"),
        named(row, "ce", match_id="E0:2019-20:chelsea:everton", home_team="chelsea", away_team="everton"),
        named(row, "ab", match_id="E1:2019-20:arsenal:bury", competition="E1", away_team="bury"),
    ]
    feed.take(0, 0, list(enumerate(both)))
    assert names(await all_told(subscription)) == heard
    back = feed.subscribe(interest, f"{LOG}:0.0")
    assert names(await all_told(back)) == heard


@given(data=st.data())
def test_whoever_moves_between_replicas_is_told_every_change_once_and_each_partition_in_order(data: Any) -> None:
    """Two replicas read the same log in interleavings of their own, one behind the other; a subscriber hops."""
    dice = random.Random(data.draw(st.integers(0, 2**32)))
    log = [(partition, offset) for partition in range(PARTITIONS) for offset in range(dice.randrange(1, 12))]
    heard = _hopped(dice, log, [_interleaved(dice, log) for _ in range(2)])
    assert sorted(heard) == sorted(log)
    for partition in range(PARTITIONS):
        offsets = [offset for number, offset in heard if number == partition]
        assert offsets == sorted(offsets)


def _interleaved(dice: random.Random, log: list[tuple[int, int]]) -> list[tuple[int, int]]:
    lanes = [[one for one in log if one[0] == partition] for partition in range(PARTITIONS)]
    order = []
    while any(lanes):
        order.append(dice.choice([lane for lane in lanes if lane]).pop(0))
    return order


def _hopped(
    dice: random.Random, log: list[tuple[int, int]], orders: list[list[tuple[int, int]]]
) -> list[tuple[int, int]]:
    feeds, read = [feed_of(), feed_of()], [0, 0]
    after, heard = f"{LOG}:0.0", []
    while min(read) < len(log) or len(heard) < len(log):
        at = dice.randrange(2)
        subscription = feeds[at].subscribe(after=after)
        for _ in range(dice.randrange(6)):
            which = dice.randrange(2)  # either goes on, while the subscriber listens to one of them
            if read[which] < len(log):
                partition, offset = orders[which][read[which]]
                feeds[which].take(partition, offset, [(0, _bare(partition, offset))])
                read[which] += 1
        waiting = [subscription._waiting.popleft() for _ in range(len(subscription._waiting))]
        told = waiting[: dice.randrange(1, len(waiting) + 1)]  # the connection may be cut at any event
        heard += [(one.event.partition, one.event.place[0]) for one in told if isinstance(one.event, Change)]
        after = str(told[-1].position)
        feeds[at].leave(subscription)
    return heard


def _bare(partition: int, offset: int) -> MatchPrediction:
    row = MatchPrediction.__new__(MatchPrediction)
    for name in ("match_id", "home_team", "away_team", "competition", "prediction_id"):
        object.__setattr__(row, name, f"{partition}-{offset}")
    return row


async def test_who_comes_back_too_late_is_told_to_read_anew_and_then_goes_on(row: MatchPrediction) -> None:
    feed = feed_of(kept=2)
    first = feed.subscribe()
    for offset in range(4):
        feed.take(0, offset, [(0, named(row, str(offset)))])
    told = await all_told(first)
    in_time = feed.subscribe(after=str(told[2].position))  # after the second of four: two are held
    assert names(await all_told(in_time)) == ["2", "3"]
    late = feed.subscribe(after=str(told[1].position))
    feed.take(0, 4, [(0, named(row, "4"))])
    opened, reset, change = await all_told(late)
    assert isinstance(opened.event, Opened)
    assert opened.event.resumed is False
    assert reset.event == Reset(feed.head.at(0, (3, 1)), TOO_OLD)
    assert names([change]) == ["4"]


@pytest.mark.parametrize(
    ("after", "reason"),
    [("yesterday", UNREADABLE), ("ffffffff:3.1", OTHER_LOG), (f"{LOG}:4.1", TOO_OLD), (f"{LOG}:5.0", None)],
)
async def test_what_was_deleted_from_the_log_before_the_replica_began_counts_as_missed(
    row: MatchPrediction, after: str, reason: str | None
) -> None:
    feed = feed_of(starts=(5, 0, 0))
    feed.take(0, 5, [(0, named(row, "5"))])
    told = await all_told(feed.subscribe(after=after))
    assert [one.event.reason for one in told if isinstance(one.event, Reset)] == ([reason] if reason else [])
    assert names(told) == ([] if reason else ["5"])


async def test_a_topic_made_anew_resets_who_listens_and_reading_the_same_one_again_does_not(
    row: MatchPrediction,
) -> None:
    feed = feed_of()
    feed.take(0, 9, [(0, named(row, "old"))])
    subscription = feed.subscribe()
    feed.begin(LOG, [0, 0, 0])
    feed.begin("99999999", [0, 0, 0])
    feed.take(0, 0, [(0, named(row, "new"))])
    _, reset, change = await all_told(subscription)
    assert reset.event == Reset(Position("99999999", ((0, 0),) * 3), OTHER_LOG)
    assert (names([change]), str(change.position)) == (["new"], "99999999:0.1:0.0:0.0")


async def test_who_does_not_read_is_dropped_and_nobody_else(row: MatchPrediction) -> None:
    feed, told = feed_of(room=3), []
    slow, quick = feed.subscribe(), feed.subscribe()
    stuck: list[str] = []
    slow.when_ended = lambda: stuck.append("freed")
    for offset in range(6):
        feed.take(0, offset, [(0, named(row, str(offset)))])
        told += await all_told(quick)
    assert (slow.ending, await slow.told(), stuck) == (Ending.SLOW, [], ["freed"])
    assert names(told) == [str(offset) for offset in range(6)]
    feed.leave(slow)
    assert feed.subscriptions == {quick}


async def test_what_was_missed_may_be_more_than_there_is_room_for(row: MatchPrediction) -> None:
    feed = feed_of(room=2)
    for offset in range(3 * TURN):
        feed.take(0, offset, [(0, named(row, str(offset)))])
    back = feed.subscribe(after=f"{LOG}:0.0")
    assert len(await back.told()) == TURN
    assert len(await all_told(back)) == 2 * TURN + 1
    for offset in range(3):
        feed.take(1, offset, [(0, row)])
    assert back.ending is Ending.SLOW


async def test_a_heartbeat_moves_the_position_of_who_hears_only_of_other_matches(row: MatchPrediction) -> None:
    feed = feed_of(kept=1)
    subscription = feed.subscribe(Interest(teams=frozenset({"everton"})))
    assert subscription.standing(feed.head) is None
    await all_told(subscription)
    for offset in range(5):
        feed.take(0, offset, [(0, row)])
    assert heartbeat(subscription.standing(feed.head)) == f": still here\nid: {LOG}:4.1:0.0:0.0\n\n".encode()


async def test_an_end_of_the_replica_lets_everybody_hear_what_waits_and_nobody_in(row: MatchPrediction) -> None:
    feed = feed_of()
    subscription = feed.subscribe()
    feed.take(0, 0, [(0, named(row, "last"))])
    feed.close()
    assert names(await subscription.told()) == ["last"]
    assert await subscription.told() == []
    with pytest.raises(Refused, match="ending"):
        feed.subscribe()


async def test_no_more_subscribers_than_the_limit_and_a_place_becomes_free() -> None:
    feed = feed_of(limit=1)
    first = feed.subscribe()
    with pytest.raises(Refused, match="1 subscribers"):
        feed.subscribe()
    feed.leave(first)
    feed.leave(first)
    assert feed.subscribe().ending is None


async def test_a_change_is_encoded_once_for_all(row: MatchPrediction) -> None:
    asked: list[str] = []
    feed = Feed(lambda row: {"said": asked.append(row.prediction_id)}, kept=9, room=9, limit=9)
    feed.begin(LOG, [0])
    several = [feed.subscribe() for _ in range(3)]
    feed.take(0, 0, [(0, named(row, "once"))])
    ahead = feed.subscribe(after=f"{LOG}:0.0:9.1")  # comes from a replica that had read more of another partition
    pieces = [frames_of((await all_told(one))[1:], 1) for one in several]
    assert asked == ["once"]
    assert set(pieces) == {f'id: {LOG}:0.1\nevent: prediction\ndata: {{"said":null}}\n\n'.encode()}
    assert frames_of((await all_told(ahead))[1:], 1).startswith(f"id: {LOG}:0.1:9.1\n".encode())
    assert asked == ["once"]


async def test_a_swap_is_told_without_a_position(row: MatchPrediction) -> None:
    feed = feed_of()
    subscription = feed.subscribe(Interest(matches=frozenset({"another"})))
    feed.take(0, 0, [(0, row)])
    feed.swapped(Model("m", "4", "then"))
    told = await all_told(subscription)
    assert told[1:] == [Told(Swapped(Model("m", "4", "then")), None)]
    assert frames_of(told[1:], 1) == b'event: model\ndata: {"name":"m","version":"4","since":"then"}\n\n'


@given(text=st.one_of(st.text(max_size=50), st.from_regex(r"[0-9a-f]{8}(:\d+\.\d+)*", fullmatch=True)))
def test_any_text_is_a_position_that_reads_back_or_none(text: str) -> None:
    position = position_of(text)
    assert position is None or position_of(str(position)) == position


async def test_the_shorter_way_is_taken_only_while_a_writer_has_nothing_to_write(row: MatchPrediction) -> None:
    feed, written = feed_of(), []
    subscription = feed.subscribe()
    free = True

    def at_once(told: Told) -> bool:
        if free:
            written.extend(names([told]))
        return free

    subscription.at_once = at_once
    feed.take(0, 0, [(0, named(row, "0"))])  # nobody has asked yet what waits
    written += names(await all_told(subscription))
    feed.take(0, 1, [(0, named(row, "1"))])  # whoever was given it may be writing it still
    written += names(await all_told(subscription))
    asking = asyncio.create_task(subscription.told())
    await asyncio.sleep(0)
    feed.take(0, 2, [(0, named(row, "2"))])
    free = False
    feed.take(0, 3, [(0, named(row, "3"))])
    free = True
    feed.take(0, 4, [(0, named(row, "4"))])  # after one that waits
    written += names(await asking)
    assert written == ["0", "1", "2", "3", "4"]
