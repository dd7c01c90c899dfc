"""Vectors and promotions in, seals out."""

import json
from datetime import timedelta
from typing import Any

import numpy as np
import pytest
from bringing import Work, bring

from touchline.football import markets
from touchline.football.catalogue import LATEST
from touchline.predictor.background import adopt_pointer, seal_horizon
from touchline.predictor.prediction.seals import first_break
from touchline.runtime.errors import InvalidRecord
from touchline.schemas.records import Decision


async def test_a_vector_without_a_champion_is_kept_and_nothing_is_sealed(world: Any, make: Any) -> None:
    await bring(world, make, make.features())
    assert len(world.ledger.fixtures) == 1
    assert not world.ledger.rows


async def test_a_promotion_scores_every_coming_fixture_that_waited(world: Any, make: Any) -> None:
    await bring(world, make, make.features(), make.features("E0:2019-20:leeds:everton"))
    await bring(world, make, world.crowned())
    assert [row.match_id for row in world.announced] == ["E0:2019-20:arsenal:chelsea", "E0:2019-20:leeds:everton"]
    assert world.announced == world.ledger.rows
    assert first_break(world.ledger.rows) is None
    assert set(world.answers.kept) == {row.match_id for row in world.ledger.rows}


async def test_the_same_vector_again_changes_nothing(world: Any, make: Any) -> None:
    await bring(world, make, world.crowned())
    await bring(world, make, make.features())
    await bring(world, make, make.features())
    assert len(world.ledger.rows) == len(world.announced) == 1


async def test_a_new_revision_that_says_the_same_gives_no_new_seal(world: Any, make: Any) -> None:
    await bring(world, make, world.crowned())
    await bring(world, make, make.features())
    await bring(world, make, make.features(revision=2))
    assert len(world.ledger.rows) == 1


async def test_a_new_vector_supersedes_and_an_older_one_is_ignored(world: Any, make: Any) -> None:
    await bring(world, make, world.crowned())
    await bring(world, make, make.features(revision=2))
    stronger = make.vector(chances_rate_home=2.5, goals_rate_home=2.5)
    await bring(world, make, make.features(revision=3, values=stronger))
    await bring(world, make, make.features(revision=1))
    first, second = world.ledger.rows
    assert second.supersedes == first.prediction_id
    assert second.home > first.home
    assert second.revision > first.revision


async def test_a_moved_match_is_sealed_again_for_its_new_kick_off(world: Any, make: Any) -> None:
    await bring(world, make, world.crowned())
    await bring(world, make, make.features())
    await bring(world, make, make.features(revision=2, event_time=make.noon + timedelta(days=3)))
    assert [row.event_time for row in world.ledger.rows] == [make.noon + timedelta(days=days) for days in (2, 3)]


async def test_history_is_not_kept_and_a_match_that_started_is_not_sealed(world: Any, make: Any) -> None:
    await bring(world, make, world.crowned())
    await bring(world, make, make.features(event_time=make.noon - timedelta(days=30)))
    await bring(world, make, make.features("E0:2019-20:leeds:everton", event_time=make.noon))
    assert list(world.ledger.fixtures) == [("E0:2019-20:leeds:everton", LATEST)]
    assert not world.ledger.rows


async def test_the_football_clock_never_goes_back(world: Any, make: Any) -> None:
    await bring(world, make, make.features(), at=make.noon + timedelta(days=3))
    await bring(world, make, world.crowned(), at=make.noon)
    assert world.ledger.now == make.noon + timedelta(days=3)
    assert not world.ledger.rows


async def test_a_vector_of_another_catalogue_is_neither_kept_nor_scored(world: Any, make: Any) -> None:
    await bring(world, make, world.crowned())
    await bring(world, make, make.features(catalogue_version=1), make.features(catalogue_version=99))
    assert not world.ledger.fixtures
    assert not world.ledger.rows


async def test_a_sealed_row_keeps_the_grid_of_its_model_bit_by_bit_and_sums_over_it(world: Any, make: Any) -> None:
    await bring(world, make, world.crowned(bias=0.1))
    strong = make.vector(chances_rate_home=2.5)
    others = [make.features(f"E0:2019-20:leeds:club{number}") for number in range(3)]
    await bring(world, make, make.features(values=strong), *others)
    row = next(one for one in world.announced if one.match_id == "E0:2019-20:arsenal:chelsea")
    alone = make.model(bias=0.1).predict_grids(np.array([strong]))[0]
    assert row.grid == alone.reshape(-1).tolist()
    assert (row.home, row.draw, row.away) == tuple(markets.result(alone).tolist())
    assert row in world.ledger.rows


async def test_where_prices_are_known_the_grid_with_odds_is_sealed_beside_the_other(world: Any, make: Any) -> None:
    await bring(world, make, world.crowned(with_odds=True))
    unpriced, priced = make.features("E0:2019-20:leeds:everton"), make.features(values=make.vector(**make.priced))
    await bring(world, make, unpriced, priced)
    rows = {row.match_id: row for row in world.announced}
    values = np.array([priced.values])
    model = make.model(with_odds=True)
    alone = model.predict_grids(values)
    row = rows[priced.match_id]
    assert row.grid == alone.reshape(-1).tolist()
    assert row.grid_with_odds == model.with_odds.grids(values, alone).reshape(-1).tolist()
    assert rows[unpriced.match_id].grid_with_odds is None
    assert first_break(world.ledger.rows) is None


async def test_a_model_without_the_product_seals_none_whatever_the_prices(world: Any, make: Any) -> None:
    await bring(world, make, world.crowned())
    await bring(world, make, make.features(values=make.vector(**make.priced)))
    assert world.announced[0].grid_with_odds is None


async def test_new_prices_supersede_though_the_first_product_says_the_same(world: Any, make: Any) -> None:
    await bring(world, make, world.crowned(with_odds=True))
    await bring(world, make, make.features(values=make.vector(**make.priced)))
    await bring(world, make, make.features(revision=2, values=make.vector(**make.priced | {"market_home": 0.9})))
    first, second = world.ledger.rows
    assert second.supersedes == first.prediction_id
    assert second.grid == first.grid
    assert second.grid_with_odds != first.grid_with_odds


async def test_a_refused_challenger_and_an_older_promotion_change_nothing(world: Any, make: Any) -> None:
    await bring(world, make, world.crowned("2", revision=2))
    await bring(world, make, world.crowned("1", revision=1))
    await bring(world, make, make.promotion("3", 3, b"", Decision.REFUSED))
    assert world.ledger.served.version == "2"


async def test_a_new_champion_seals_all_coming_fixtures_again(world: Any, make: Any) -> None:
    await bring(world, make, world.crowned("1", 1))
    await bring(world, make, make.features())
    await bring(world, make, world.crowned("2", 2), cause="promotion")
    first, second = world.ledger.rows
    assert (first.model_version, second.model_version) == ("1", "2")
    assert second.supersedes == first.prediction_id
    assert len(set(world.ids)) == 2


async def test_a_bundle_with_other_bytes_than_promised_is_parked(world: Any, make: Any) -> None:
    promised = world.crowned()
    world.objects.objects[promised.bundle_key] = b"something else"
    with pytest.raises(InvalidRecord, match="sha256"):
        await bring(world, make, promised)
    assert world.ledger.served is None


async def test_a_fixture_is_sealed_when_time_brings_it_within_the_horizon(world: Any, make: Any) -> None:
    work = Work(world)
    await bring(world, make, world.crowned())
    await bring(world, make, make.features(event_time=make.noon + timedelta(days=9)))
    assert await seal_horizon(world.predictor(), work, work) == 0
    world.ledger.now += timedelta(days=1)
    assert await seal_horizon(world.predictor(), work, work) == 1
    assert await seal_horizon(world.predictor(), work, work) == 0
    assert len(world.announced) == 1


async def test_a_pointer_crowns_once_and_its_promotion_says_nothing_new(world: Any, make: Any) -> None:
    work = Work(world)
    await bring(world, make, make.features())
    assert not await adopt_pointer(world.predictor(), work, work, world.objects, "champion.json")
    promoted = world.crowned("7")
    pointer = {name: getattr(promoted, name) for name in ("bundle_key", "bundle_sha256", "revision")}
    world.objects.objects["champion.json"] = json.dumps({"version": "7", **pointer}).encode()
    assert await adopt_pointer(world.predictor(), work, work, world.objects, "champion.json")
    assert [row.model_version for row in world.announced] == ["7"]
    assert not await adopt_pointer(world.predictor(), work, work, world.objects, "champion.json")
    await bring(world, make, promoted)
    assert len(world.announced) == 1


async def test_a_football_time_in_the_future_is_refused_because_the_clock_does_not_go_back(
    world: Any, make: Any
) -> None:
    with pytest.raises(InvalidRecord, match="lies in the future"):
        await bring(world, make, make.features(), at=world.predictor().now() + timedelta(days=2))
    await bring(world, make, world.crowned())
    await bring(world, make, make.features())
    assert len(world.ledger.rows) == 1
