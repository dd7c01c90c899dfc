"""Which prediction is scored, and what stands beside it."""

from datetime import timedelta

import pytest
from watched_matches import NOW, SATURDAY, played, prices, seal, stated

from touchline.drift_monitor.settling import last_sealed_before, market_score, news_in, played_of, settlement_of
from touchline.football.outcome import Outcome
from touchline.schemas.records import MatchStatus, OddsMoment, Provenance

HOUR = timedelta(hours=1)


def test_the_last_seal_before_kick_off_is_scored() -> None:
    seals = [seal("early", SATURDAY - 48 * HOUR), seal("late", SATURDAY - HOUR), seal("after", SATURDAY + HOUR)]
    settlement = settlement_of(played(), seals, [], NOW)
    assert settlement is not None
    assert settlement.prediction_id == "late"


def test_a_seal_at_kick_off_came_too_late() -> None:
    assert last_sealed_before([seal("late", SATURDAY)], SATURDAY) is None


def test_a_match_without_a_seal_in_time_is_not_scored() -> None:
    assert settlement_of(played(), [seal("after", SATURDAY + HOUR)], [], NOW) is None


def test_a_postponed_match_is_scored_on_what_was_sealed_after_the_old_date() -> None:
    moved = SATURDAY + timedelta(days=100)
    seals = [seal("for the old date", SATURDAY - HOUR), seal("for the new date", moved - HOUR, home=0.4)]
    settlement = settlement_of(played(kick_off=moved), seals, [], NOW)
    assert settlement is not None
    assert (settlement.prediction_id, settlement.event_time) == ("for the new date", moved)


def test_a_match_brought_forward_is_not_scored_on_what_was_sealed_after_it() -> None:
    forward = SATURDAY - timedelta(days=3)
    seals = [seal("in time", forward - HOUR), seal("too late", SATURDAY - HOUR)]
    settlement = settlement_of(played(kick_off=forward), seals, [], NOW)
    assert settlement is not None
    assert settlement.prediction_id == "in time"


def test_scores_are_those_of_the_definition() -> None:
    settlement = settlement_of(played(score=(1, 1)), [seal("s", SATURDAY - HOUR)], [], NOW)
    assert settlement is not None
    assert settlement.outcome == "draw"
    assert settlement.ranked_probability_score == pytest.approx((0.5**2 + 0.25**2) / 2)
    assert settlement.brier == pytest.approx(0.5**2 + 0.75**2 + 0.25**2)


def test_the_market_is_scored_before_the_match_and_at_closing() -> None:
    both = [prices(2, 4, 4), prices(1.5, 6, 6, moment=OddsMoment.CLOSING)]
    settlement = settlement_of(played(), [seal("s", SATURDAY - HOUR)], both, NOW)
    assert settlement is not None
    assert settlement.market_before_score == pytest.approx((0.5**2 + 0.25**2) / 2)
    assert settlement.market_closing_score is not None
    assert settlement.market_closing_score < settlement.market_before_score


def test_a_bad_triple_leaves_the_markets_score_out_and_the_match_in() -> None:
    settlement = settlement_of(played(), [seal("s", SATURDAY - HOUR)], [prices(20, 40, 40), prices(0, 4, 4)], NOW)
    assert settlement is not None
    assert settlement.market_before_score is None


def test_the_latest_collected_prices_count() -> None:
    old, new = prices(4, 4, 2, days_before=8, document_key="z.csv"), prices(2, 4, 4)
    assert market_score([old, new], OddsMoment.BEFORE, Outcome.HOME) == market_score(
        [new], OddsMoment.BEFORE, Outcome.HOME
    )


def test_a_repeat_says_nothing_new() -> None:
    first = settlement_of(played(), [seal("s", SATURDAY - HOUR)], [], NOW)
    assert first is not None
    (kept,) = news_in([first], {}, first_revision=0)
    again = settlement_of(played(), [seal("s", SATURDAY - HOUR)], [], NOW + HOUR)
    assert again is not None
    assert news_in([again], {kept.match_id: kept}, first_revision=0) == []


def test_a_corrected_result_makes_the_next_revision() -> None:
    first = settlement_of(played(), [seal("s", SATURDAY - HOUR)], [], NOW)
    corrected = settlement_of(played(score=(2, 3)), [seal("s", SATURDAY - HOUR)], [], NOW)
    assert first is not None
    assert corrected is not None
    (kept,) = news_in([first], {}, first_revision=0)
    (second,) = news_in([corrected], {kept.match_id: kept}, first_revision=0)
    assert (kept.revision, second.revision, second.outcome) == (1, 2, "away")


def test_a_restored_database_continues_above_all_it_had_announced() -> None:
    first = settlement_of(played(), [seal("s", SATURDAY - HOUR)], [], NOW)
    assert first is not None
    (kept,) = news_in([first], {}, first_revision=1 << 32)
    assert kept.revision == (1 << 32) + 1


def test_a_match_is_settled_on_the_result_of_the_most_believed_source() -> None:
    """Before, the document that spoke last had the last word, whoever it was of."""
    late = stated("kaggle", (0, 5), available_at=SATURDAY + 100 * HOUR)
    assert played_of([late, stated()]) == played_of([stated(), late]) == played(score=(2, 0))


def test_a_simulated_result_never_settles_a_match_that_has_a_real_one() -> None:
    made = stated("football-data", (0, 5), provenance=Provenance.SIMULATED)
    match = played_of([made, stated("kaggle", (1, 1))])
    assert match is not None
    assert (match.home_goals, match.away_goals) == (1, 1)


def test_a_match_is_settled_at_the_kick_off_of_its_replay() -> None:
    abandoned = stated("openfootball", (1, 0), status=MatchStatus.ABANDONED)
    replay = stated("fbref", (0, 2), kick_off=SATURDAY + 1000 * HOUR)
    match = played_of([abandoned, stated(score=(1, 0)), replay])
    assert match is not None
    assert (match.away_goals, match.kick_off) == (2, SATURDAY + 1000 * HOUR)


@pytest.mark.parametrize(
    "status", [MatchStatus.AWARDED, MatchStatus.POSTPONED, MatchStatus.ABANDONED, MatchStatus.WITHDRAWN]
)
def test_what_was_not_played_to_its_end_settles_nothing(status: MatchStatus) -> None:
    assert played_of([stated(status=status)]) is None


def test_awarded_off_the_pitch_settles_nothing_though_another_document_has_it_as_played() -> None:
    assert played_of([stated(), stated("openfootball", (3, 0), status=MatchStatus.AWARDED)]) is None
