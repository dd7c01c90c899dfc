"""Challengers beside the champion: what is recorded, which matches they answer, and how a trial ends."""

from dataclasses import replace
from datetime import timedelta
from functools import partial
from typing import Any

import planted
import pytest
from bringing import Work, bring

from touchline.predictor.bundles import Stored
from touchline.predictor.prediction.forecast import forecast_by
from touchline.predictor.prediction.seals import first_break
from touchline.predictor.prediction.trial import FEWEST_SETTLED, FEWEST_TIMED, MOST_FAILURES, answers
from touchline.predictor.trials.looking import SHADOWED, Trying, hear_results, look_beside
from touchline.schemas.records import Decision, Settlement, Stage
from touchline.schemas.topics import SETTLEMENTS

SHARE = 0.5
IDS = [f"E0:2019-20:arsenal:club-{number}" for number in range(FEWEST_TIMED + 4)]
OURS = [one for one in IDS if answers(one, SHARE)]
DAY = timedelta(hours=24)


def trying(world: Any) -> Trying:
    return Trying(world.predictor(), Stored(world.objects, planted.opened, 2), DAY)


async def look(world: Any) -> int:
    """A while later."""
    world.wall += SHADOWED
    work = Work(world)
    return await look_beside(trying(world), work, work)


async def begun(world: Any, make: Any, version: str, share: float = SHARE, bias: float = 0.0) -> None:
    """A champion with matches to come, and a challenger that is promoted to a share of them."""
    await bring(world, make, world.crowned("1", 1))
    await bring(world, make, *(make.features(one) for one in IDS))
    world.share = share
    await bring(world, make, world.crowned(version, 2, bias=bias))


async def refused(world: Any, make: Any, version: str, revision: int = 2, sound: bool | None = True) -> None:
    row = replace(world.crowned(version, revision, bias=0.1), decision=Decision.REFUSED, sound=sound)
    await bring(world, make, row)


def standing(world: Any) -> dict[str, str]:
    """The version that every match was sealed by last."""
    return {row.match_id: row.model_version for row in world.ledger.rows}


async def settle(world: Any, make: Any, outcome: str, matches: list[str], revision: int = 1) -> None:
    after = make.noon + timedelta(days=3)
    rows = [
        Settlement(
            one, "p", "ENG", "1", outcome, 0.4, 0.3, 0.3, 0.2, 1.0, 0.6, None, None, make.noon + timedelta(days=2),
            after, after, revision,
        )
        for one in matches
    ]  # fmt: skip
    await world.run(partial(hear_results, trying(world), make.message(SETTLEMENTS, rows, make.noon)))


async def test_a_refused_challenger_scores_what_the_champion_scores_and_is_never_sealed(world: Any, make: Any) -> None:
    await bring(world, make, world.crowned("1", 1))
    await bring(world, make, *(make.features(one) for one in IDS))
    await refused(world, make, "2")
    assert await look(world) == len(IDS)
    assert await look(world) == 0
    trial = world.told[-1]
    assert (trial.stage, trial.scored, trial.failures, trial.champion_version) == (Stage.SHADOW, len(IDS), 0, "1")
    assert trial.distance > 0
    said = forecast_by(make.model(bias=0.1), make.vector())
    beside, _ = next(iter(world.trials.scores.values()))
    assert beside.challenger == (said.home, said.draw, said.away)
    assert {*standing(world).values()} == {"1"}
    assert world.ledger.served.version == "1"


async def test_a_shadow_is_looked_at_now_and_then_and_a_canary_at_once(world: Any, make: Any) -> None:
    await bring(world, make, world.crowned("1", 1))
    await bring(world, make, make.features(IDS[0]))
    await refused(world, make, "2")
    work = Work(world)
    assert await look_beside(trying(world), work, work) == 0
    assert await look(world) == 1
    world.share = SHARE
    await bring(world, make, world.crowned("3", 3))
    assert await look_beside(trying(world), work, work) == 1


@pytest.mark.parametrize("sound", [False, None])
async def test_who_was_refused_for_harm_is_not_even_opened(world: Any, make: Any, sound: bool | None) -> None:
    await bring(world, make, world.crowned("1", 1))
    await refused(world, make, "2", sound=sound)
    assert await look(world) == 0
    assert not world.told


async def test_a_shadow_that_fails_is_given_up_and_the_champion_goes_on(world: Any, make: Any) -> None:
    await bring(world, make, world.crowned("1", 1))
    await bring(world, make, *(make.features(one) for one in IDS[:MOST_FAILURES]))
    await refused(world, make, "erring")
    await look(world)
    assert world.trials.stages() == [("erring", Stage.GIVEN_UP)]
    assert "ArithmeticError('planted')" in world.told[-1].reason
    await bring(world, make, make.features(IDS[-1]))
    assert standing(world)[IDS[-1]] == "1"
    assert await look(world) == 0


async def test_a_shadow_whose_bundle_was_altered_is_given_up(world: Any, make: Any) -> None:
    await bring(world, make, world.crowned("1", 1))
    await bring(world, make, make.features(IDS[0]))
    await refused(world, make, "2")
    world.objects.objects["models/2"] = b"something else"
    await look(world)
    assert world.trials.stages() == [("2", Stage.GIVEN_UP)]
    assert "sha256" in world.told[-1].reason


async def test_another_refused_challenger_takes_the_place_of_the_one_in_the_shadow(world: Any, make: Any) -> None:
    await bring(world, make, world.crowned("1", 1))
    await refused(world, make, "2", 2)
    await refused(world, make, "3", 3)
    await refused(world, make, "3", 3)  # told twice
    assert world.trials.stages() == [("2", Stage.SUPERSEDED), ("3", Stage.SHADOW)]


async def test_a_canary_answers_its_matches_and_no_other(world: Any, make: Any) -> None:
    await begun(world, make, "2", bias=0.1)
    await look(world)
    assert standing(world) == {one: "2" if one in OURS else "1" for one in IDS}
    assert 0 < len(OURS) < len(IDS)
    models = {"1": make.model(), "2": make.model(bias=0.1)}
    for row in world.ledger.rows:
        assert row.grid == list(forecast_by(models[row.model_version], make.vector()).grid)
    assert first_break(world.ledger.rows) is None
    assert world.ledger.served.version == "1"


async def test_a_canarys_match_has_one_version_though_its_vector_changes(world: Any, make: Any) -> None:
    await begun(world, make, "2")
    await look(world)
    sealed = len(world.ledger.rows)
    changed = make.vector(chances_rate_home=2.5)
    await bring(world, make, make.features(OURS[0], revision=2, values=changed))
    await look(world)
    assert [row.model_version for row in world.ledger.rows[sealed:]] == ["2"]


async def test_a_canary_that_errs_goes_back_and_its_matches_never_lack_an_answer(world: Any, make: Any) -> None:
    await begun(world, make, "erring")
    await look(world)
    assert world.trials.stages() == [("erring", Stage.RETURNED)]
    assert "it failed on" in world.told[-1].reason
    assert standing(world) == dict.fromkeys(IDS, "1")
    await bring(world, make, make.features(OURS[0], revision=2, values=make.vector(chances_rate_home=2.5)))
    assert {*standing(world).values()} == {"1"}


async def test_a_canary_that_is_slow_goes_back(world: Any, make: Any) -> None:
    await begun(world, make, "slow")
    await look(world)
    assert world.trials.stages() == [("slow", Stage.RETURNED)]
    assert "it is slow" in world.told[-1].reason
    assert standing(world) == dict.fromkeys(IDS, "1")


async def test_a_canary_that_says_other_things_goes_back_before_any_result_is_in(world: Any, make: Any) -> None:
    await begun(world, make, "2", bias=3.0)
    await look(world)
    assert world.trials.stages() == [("2", Stage.RETURNED)]
    assert "it says other things" in world.told[-1].reason


async def test_a_canary_that_scores_worse_goes_back_when_results_are_in(world: Any, make: Any) -> None:
    await begun(world, make, "2", bias=0.5)
    await look(world)
    await settle(world, make, "away", IDS[: FEWEST_SETTLED - 1])
    assert world.trials.stages() == [("2", Stage.CANARY)]
    await settle(world, make, "away", IDS[:FEWEST_SETTLED])
    assert world.trials.stages() == [("2", Stage.RETURNED)]
    trial = world.told[-1]
    assert "it scores worse" in trial.reason
    assert trial.challenger_log_loss > trial.champion_log_loss
    assert standing(world) == dict.fromkeys(IDS, "1")


async def test_results_count_once_and_a_correction_takes_their_place(world: Any, make: Any) -> None:
    await begun(world, make, "2", bias=0.5)
    await look(world)
    for outcome, revision in (("home", 1), ("home", 1), ("away", 2), ("home", 1)):
        await settle(world, make, outcome, IDS[:1], revision)
    trial = world.told[-1]
    assert trial.settled == 1
    assert trial.challenger_log_loss > trial.champion_log_loss  # `away` stands


async def test_a_canary_that_nothing_speaks_against_takes_over_after_a_while(world: Any, make: Any) -> None:
    await begun(world, make, "2", bias=0.1)
    await look(world)
    world.ledger.now += DAY
    await look(world)
    assert world.trials.stages() == [("2", Stage.WHOLE)]
    assert standing(world) == dict.fromkeys(IDS, "2")
    assert world.ledger.served.version == "2"
    assert first_break(world.ledger.rows) is None


async def test_who_answered_every_match_before_takes_over_at_once(world: Any, make: Any) -> None:
    await begun(world, make, "2")
    world.ledger.now += DAY
    await look(world)
    await bring(world, make, world.crowned("1", 3))
    assert world.ledger.served.version == "1"
    assert standing(world) == dict.fromkeys(IDS, "1")
    assert world.trials.stages()[-1] == ("1", Stage.WHOLE)


async def test_a_promotion_during_a_canary_ends_it(world: Any, make: Any) -> None:
    await begun(world, make, "2")
    await look(world)
    await bring(world, make, world.crowned("3", 3, bias=0.1))
    await look(world)
    assert world.trials.stages() == [("2", Stage.SUPERSEDED), ("3", Stage.CANARY)]
    assert standing(world) == {one: "3" if one in OURS else "1" for one in IDS}


async def test_a_promotion_that_a_refusal_carries_along_begins_no_second_canary(world: Any, make: Any) -> None:
    await begun(world, make, "erring")
    await look(world)
    again = world.crowned("erring", 2)
    no = replace(world.crowned("4", 3), decision=Decision.REFUSED, sound=True)
    await bring(world, make, again, no)
    assert world.trials.stages() == [("erring", Stage.RETURNED), ("4", Stage.SHADOW)]
    assert world.told[-1].heard_revision == 2
