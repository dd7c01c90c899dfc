"""Features as of moments on the running store: what Redis held then, from the database and from a snapshot in S3."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, replace
from datetime import datetime, timedelta
from functools import partial
from pathlib import Path
from random import Random

import numpy as np
import polars as pl
import pyarrow as pa
import pytest
from pydantic import SecretStr

from touchline.feature_store.__main__ import main
from touchline.feature_store.history.answers import as_of
from touchline.feature_store.history.choices import features_of
from touchline.feature_store.history.reading.database import from_database
from touchline.feature_store.history.reading.snapshot import from_snapshot
from touchline.feature_store.history.reading.source import Held, Source, Wanted
from touchline.feature_store.history.skew import SkewWatch, expected_now
from touchline.feature_store.history.snapshots.manifest import Mark
from touchline.feature_store.history.snapshots.taking import take
from touchline.feature_store.history.subjects import Mode, Subject
from touchline.football.catalogue import CATALOGUES
from touchline.runtime.errors import Refused
from touchline.schemas.vectors import CachedVector, match_key, team_key

from ..football import assertion
from ..people import player, player_match
from ..world import World
from .lived import Step, steps
from .made import asked

pytestmark = pytest.mark.stack
KEYS = {Subject.MATCH: match_key, Subject.TEAM: team_key}
KICK_OFFS = "SELECT match_id, event_time, status FROM match_versions WHERE superseded_at IS NULL"
Vector = tuple[float, ...] | None


@dataclass(frozen=True, slots=True)
class Served:
    """What Redis held of every entity and catalogue version after a step, and which matches could still be played."""

    at: datetime
    vectors: Mapping[tuple[Subject, str, int], Vector]
    ahead: frozenset[str]


@pytest.fixture
async def served(world: World) -> list[Served]:
    """A season lived on a running store, watched after every step."""
    seen = []
    for step in steps():
        await told(world, step)
        seen.append(await watched(world, step.at))
    assert await world.differences() == 0
    return seen


async def watched(world: World, at: datetime) -> Served:
    """Every vector of every match and team ever named; None for a key that is not there or holds nothing."""
    kick_offs = {match_id: (moment, status) for match_id, moment, status in await world.query(KICK_OFFS)}
    teams = {team for match_id in kick_offs for team in match_id.split(":")[2:]}
    places = [
        (subject, entity, version)
        for subject, entities in ((Subject.MATCH, kick_offs), (Subject.TEAM, teams))
        for entity in sorted(entities)
        for version in CATALOGUES
    ]
    found = await world.cache.mget([KEYS[subject](entity, version) for subject, entity, version in places])
    vectors = [CachedVector.unpack(value).values if value else () for value in found]
    ahead = {one for one, (moment, _) in kick_offs.items() if moment >= at.replace(tzinfo=None)}
    gone = {one for one, (_, status) in kick_offs.items() if status in ("cancelled", "withdrawn")}
    values = {place: tuple(vector) or None for place, vector in zip(places, vectors, strict=True)}
    return Served(at, values, frozenset(ahead | gone))


def differing(served: Sequence[Served], source: Source, subject: Subject, version: int) -> tuple[int, int]:
    """Cells that are not, bit for bit, what was served, and how many were compared."""
    wanted = [
        (entity, one.at, vector)
        for one in served
        for (of, entity, listed), vector in one.vectors.items()
        if of is subject and listed == version and (subject is Subject.TEAM or entity in one.ahead)
    ]
    table = as_of(
        asked(subject.column, [(entity, at) for entity, at, _ in wanted]), catalogue_version=version, source=source
    )
    names = [one.name for one in features_of(subject, version)]
    expected = [vector or (None,) * len(names) for _, _, vector in wanted]
    cells = 0
    for place, name in enumerate(names):
        one, other = bits(table[name]), bits(pa.chunked_array([[row[place] for row in expected]], pa.float64()))
        cells += int((one != other).sum())
    return cells, len(wanted) * len(names)


def bits(column: pa.ChunkedArray) -> "np.ndarray[tuple[int], np.dtype[np.uint64]]":
    """Numbers as their bits, so that equal means the same; null as bits that no number of ours has."""
    values = pl.Series(pl.from_arrow(column)).fill_null(float("nan")).to_numpy()
    return np.ascontiguousarray(values).view(np.uint64)


async def test_as_served_is_bit_for_bit_what_redis_held_at_each_moment(world: World, served: list[Served]) -> None:
    source = from_database(world.settings).held(Subject.MATCH, Subject.TEAM)
    for subject in KEYS:
        for version in CATALOGUES:
            cells, compared = differing(served, source, subject, version)
            assert cells == 0
            assert compared > 1_000


async def test_match_asked_for_after_its_kick_off_is_answered_with_what_was_served_last_before_it(
    world: World, served: list[Served]
) -> None:
    source = from_database(world.settings).held(Subject.MATCH)
    rows = await world.query(
        "SELECT match_id, MIN(event_time) FROM match_versions GROUP BY match_id"
        " HAVING MIN(event_time) = MAX(event_time) AND SUM(status IN ('withdrawn', 'cancelled')) = 0"
    )
    wanted, expected = [], []
    for match_id, kick_off in rows:
        before = [one for one in served if one.at.replace(tzinfo=None) <= kick_off and match_id in one.ahead]
        if before and kick_off < served[-1].at.replace(tzinfo=None):
            wanted.append((match_id, served[-1].at))
            expected.append(before[-1].vectors[Subject.MATCH, match_id, 1])
    table = as_of(asked("match_id", wanted), catalogue_version=1, source=source)
    names = [one.name for one in features_of(Subject.MATCH, 1)]
    assert len(wanted) > 20
    assert [tuple(row[name] for name in names) for row in table.to_pylist()] == expected


async def test_snapshot_in_s3_answers_as_the_database_does(world: World, served: list[Served]) -> None:
    where = f"s3://{world.settings.s3_bucket}/test-snapshots/{world.settings.database.get_secret_value()[-8:]}"
    await world.query("INSERT INTO marks VALUES ('feature-store', 'football.matches.v1', 3, 'an-id', 42, 1)")
    manifest = take(world.settings, where)
    assert manifest.marks == (Mark("football.matches.v1", "an-id", 3, 42),)
    assert manifest.football_time == max(one.at for one in served)
    sources: list[Source] = [from_database(world.settings), from_snapshot(where, world.settings)]
    assert [one.revision for one in manifest.pools] == [await _revision(world)]
    moments = [at for step in served for at in (step.at, step.at - timedelta(microseconds=1))]
    for subject in KEYS:
        ids = sorted({entity for of, entity, _ in served[-1].vectors if of is subject})
        some = ids[::7]
        for names in (ids, some):
            wanted = asked(subject.column, [(one, at) for one in names for at in moments])
            for mode in Mode:
                one, other = (as_of(wanted, mode=mode, source=source) for source in sources)
                assert one.equals(other)
    assert as_of(wanted, source=Held.of(sources[1], Subject.TEAM)).equals(as_of(wanted, source=sources[0]))


async def test_sample_of_a_running_store_shows_no_skew_until_redis_is_changed(
    world: World, served: list[Served]
) -> None:
    now = served[-1].at
    coming = assertion("E0:2020-21:team-02:team-07", kick_off=now + timedelta(days=9), available_at=now)
    await world.hand([coming], at=now)
    await world.hand([player(player_id=f"p{one}", event_time=now, available_at=now) for one in range(9)], at=now)
    played = {"match_id": "E0:2019-20:team-00:team-01", "team_id": "team-00", "opponent_id": "team-01"}
    appearances = [player_match(player_id=f"p{one}", event_time=now, available_at=now, **played) for one in range(9)]
    await world.hand(appearances, at=now)
    await world.worker.fold_stale()
    expect = partial(expected_now, world.database, Random(1))
    watch = SkewWatch(expect, world.worker.cache, every=30, pause=0)
    sampled = await expect()
    assert {one.key.split(":")[2] for one in sampled} == {"match", "team", "player"}
    assert {one.key.split(":")[1] for one in sampled} == {f"v{version}" for version in CATALOGUES}
    found = [await watch.look() for _ in range(5)]
    assert [one.differing for one in found] == [0] * 5
    assert min(one.cells for one in found) > 100
    for key in await world.cache.keys("features:*"):
        vector = CachedVector.unpack(await world.cache.get(key))
        await world.cache.set(key, replace(vector, values=[vector.values[0] + 1, *vector.values[1:]]).pack())
    planted = await watch.look()
    assert planted.differing == len(planted.keys) >= 4
    assert any(":player:" in key for key in planted.keys)
    await world.query("UPDATE pools SET catalogues = '0'")  # rows of another version: their values mean something else
    assert await expect() == []


async def test_commands_take_a_snapshot_and_answer_from_it_as_from_the_database(
    world: World, monkeypatch: pytest.MonkeyPatch, capfd: pytest.CaptureFixture[str], tmp_path: Path
) -> None:
    monkeypatch.setenv("TOUCHLINE_DATABASE", world.settings.database.get_secret_value())
    asking, answers = tmp_path / "asked.csv", (tmp_path / "one.csv", tmp_path / "other.csv")
    asking.write_text("team_id,at\nteam-00,2019-08-01T00:00:00Z\nteam-01,2019-01-01T00:00:00Z\n")
    assert main(["as-of", str(asking)]) == 2
    assert capfd.readouterr().err == "as-of: nothing is known yet: let `consume` fold documents, or name a snapshot\n"
    await told(world, next(steps()))
    assert main(["snapshot"]) == 0
    place, _, held = capfd.readouterr().out.partition(": ")
    assert place.startswith(f"s3://{world.settings.s3_bucket}/feature-snapshots/")
    assert held.endswith("known up to 2019-08-01T00:00:00+00:00\n")
    assert main(["as-of", str(asking), "--out", str(answers[0])]) == 0
    assert main(["as-of", str(asking), "--out", str(answers[1]), "--from-snapshot", place]) == 0
    assert answers[0].read_bytes() == answers[1].read_bytes()
    assert main(["snapshot", "--out", place]) == 2
    assert "already holds a snapshot: name a new place" in capfd.readouterr().err


async def test_asking_a_database_without_our_tables_names_the_command_and_makes_none(world: World) -> None:
    server, _, own = world.settings.database.get_secret_value().rpartition("/")
    await world.query(f"CREATE DATABASE {own}_bare")
    bare = world.settings.model_copy(update={"database": SecretStr(f"{server}/{own}_bare")})
    try:
        with pytest.raises(Refused, match="`migrate`"):
            from_database(bare).read(Wanted(Subject.TEAM))
        assert await world.query(f"SHOW TABLES FROM {own}_bare") == []
    finally:
        await world.query(f"DROP DATABASE {own}_bare")


async def told(world: World, step: Step) -> None:
    """Hand over what a step tells, and fold it."""
    for rows in step.messages:
        await world.hand(rows, at=step.at)
    await world.worker.fold_stale()


async def _revision(world: World) -> int:
    ((revision,),) = await world.query("SELECT revision FROM pools")
    assert isinstance(revision, int)
    return revision
