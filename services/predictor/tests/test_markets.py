"""Every market of an answer, counted again cell by cell from the answer's own grid."""

import math
from collections.abc import Callable
from itertools import pairwise
from typing import Any

import numpy as np
import orjson
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from touchline.football.scoreline import Grid, poisson_grid
from touchline.football.tilt import tilted
from touchline.predictor.prediction.markets import HANDICAPS, LIKELIEST, TOTAL_LINES, markets_of, to_one

SHOWN = 1.1e-6  # a number is shown in millionths, the 169 cells in billionths
RATES = st.floats(0.05, 5.0)
LEAN = st.floats(0.5, 2.0)


@st.composite
def grids(draw: st.DrawFn) -> Grid:
    """Grids as a blend gives them, from the dullest match to the wildest, with any draw and any total asked of them."""
    base = poisson_grid(draw(RATES), draw(RATES))
    level, over = np.trace(base), base[np.add.outer(range(13), range(13)) > 2.5].sum()
    decided = np.tril(base, -1).sum(), np.triu(base, 1).sum()
    wanted = np.array([decided[0], level * draw(LEAN), decided[1] * draw(LEAN)])
    wanted = np.clip(wanted / wanted.sum(), 1e-3, None)
    try:
        return tilted(base, wanted / wanted.sum(), over=np.clip(over ** draw(LEAN), 0.02, 0.98))
    except ValueError:  # such sums contradict one another on this base
        return base


def answered(grid: Grid) -> dict[str, Any]:
    """As a client reads it."""
    read: dict[str, Any] = orjson.loads(orjson.dumps(markets_of(tuple(grid.reshape(-1).tolist()))))
    return read


def counted(answer: dict[str, Any], worth: Callable[[int, int], float]) -> float:
    """The mean of something over the scores, from the cells that the answer shows."""
    return math.fsum(
        cell * worth(home, away) for home, row in enumerate(answer["grid"]) for away, cell in enumerate(row)
    )


def sign(number: float) -> int:
    return (number > 0) - (number < 0)


@settings(deadline=None)
@given(grids())
def test_every_market_is_a_sum_over_the_grid_beside_it(grid: Grid) -> None:
    answer = answered(grid)
    said = answer["markets"]

    def same(shown: float, worth: Callable[[int, int], float], within: float = SHOWN) -> None:
        assert shown == pytest.approx(counted(answer, worth), abs=within)

    same(said["expected_goals"]["home"], lambda h, a: h)
    same(said["expected_goals"]["away"], lambda h, a: a)
    same(said["expected_points"]["home"], lambda h, a: (0, 1, 3)[1 + sign(h - a)])
    same(said["expected_points"]["away"], lambda h, a: (0, 1, 3)[1 + sign(a - h)])
    same(said["double_chance"]["home_or_draw"], lambda h, a: h >= a)
    same(said["double_chance"]["home_or_away"], lambda h, a: h != a)
    same(said["double_chance"]["draw_or_away"], lambda h, a: h <= a)
    home, away = counted(answer, lambda h, a: h > a), counted(answer, lambda h, a: h < a)
    assert said["draw_no_bet"]["home"] == pytest.approx(home / (home + away), abs=2 * SHOWN)
    for each in said["totals"]:
        same(each["over"], lambda h, a, line=each["line"]: h + a > line)
        same(each["under"], lambda h, a, line=each["line"]: h + a < line)
    same(said["both_to_score"]["yes"], lambda h, a: h > 0 and a > 0)
    same(said["both_to_score"]["no"], lambda h, a: h == 0 or a == 0)
    same(said["clean_sheet"]["home"], lambda h, a: a == 0)
    same(said["clean_sheet"]["away"], lambda h, a: h == 0)
    for each in said["asian_handicap"]:
        # a quarter line is two bets of half the stake on the lines beside it
        halves = (-0.25, 0.25) if each["line"] * 2 % 1 else (0.0, 0.0)
        for name, wanted in (("won", 1), ("returned", 0), ("lost", -1)):
            same(
                each[name],
                lambda h, a, wanted=wanted, line=each["line"], halves=halves: (
                    sum(sign(h - a + line + half) == wanted for half in halves) / 2
                ),
            )
    for each in said["correct_score"]["likeliest"]:
        same(each["probability"], lambda h, a, each=each: (h, a) == (each["home_goals"], each["away_goals"]))
    named = {(each["home_goals"], each["away_goals"]) for each in said["correct_score"]["likeliest"]}
    same(said["correct_score"]["any_other"], lambda h, a: (h, a) not in named)


@given(grids())
def test_what_excludes_one_another_sums_to_one_as_shown(grid: Grid) -> None:
    said = answered(grid)["markets"]
    correct = said["correct_score"]
    books = [
        [said["draw_no_bet"][name] for name in ("home", "away")],
        [said["both_to_score"][name] for name in ("yes", "no")],
        *([each["over"], each["under"]] for each in said["totals"]),
        *([each["won"], each["returned"], each["lost"]] for each in said["asian_handicap"]),
        [*(each["probability"] for each in correct["likeliest"]), correct["any_other"]],
    ]
    for shares in books:
        assert sum(round(share * 1e6) for share in shares) == 1_000_000
        assert all(0 <= share <= 1 and share == round(share, 6) for share in shares)


@given(grids())
def test_no_two_markets_contradict_each_other(grid: Grid) -> None:
    answer = answered(grid)
    said, cells = answer["markets"], answer["grid"]
    handicap = {each["line"]: each for each in said["asian_handicap"]}
    over = [each["over"] for each in said["totals"]]
    double, sheet, points = said["double_chance"], said["clean_sheet"], said["expected_points"]

    def agree(one: float, other: float) -> None:
        assert one == pytest.approx(other, abs=3 * SHOWN)

    agree(handicap[-0.5]["won"], 1 - double["draw_or_away"])
    agree(handicap[0.5]["won"], double["home_or_draw"])
    agree(handicap[0.0]["returned"], 1 - double["home_or_away"])
    agree(handicap[0.0]["won"], said["draw_no_bet"]["home"] * (1 - handicap[0.0]["returned"]))
    agree(sum(double.values()), 2)
    agree(points["home"], 3 * handicap[-0.5]["won"] + handicap[0.0]["returned"])
    agree(points["home"] + points["away"], 3 - handicap[0.0]["returned"])
    agree(said["both_to_score"]["no"], sheet["home"] + sheet["away"] - cells[0][0])
    agree(over[0], 1 - cells[0][0])
    assert over == sorted(over, reverse=True)
    assert said["both_to_score"]["yes"] <= over[1] + SHOWN
    for name, rising in (("won", 1), ("lost", -1)):
        shares = [rising * handicap[line][name] for line in HANDICAPS]
        assert all(later >= earlier - SHOWN for earlier, later in pairwise(shares))


def test_every_answer_has_the_same_lines_and_as_many_scores_the_likeliest_first() -> None:
    dull, wild = answered(poisson_grid(0.3, 0.2))["markets"], answered(poisson_grid(4.0, 3.0))["markets"]
    for said in (dull, wild):
        assert [each["line"] for each in said["totals"]] == list(TOTAL_LINES)
        assert [each["line"] for each in said["asian_handicap"]] == list(HANDICAPS)
        shares = [each["probability"] for each in said["correct_score"]["likeliest"]]
        assert len(shares) == LIKELIEST
        assert shares == sorted(shares, reverse=True)
    first = dull["correct_score"]["likeliest"][0]
    assert (first["home_goals"], first["away_goals"]) == (0, 0)


@given(st.lists(st.floats(1e-9, 1), min_size=2, max_size=11))
def test_shares_in_millionths_sum_to_one_and_none_moves_by_more_than_a_millionth(parts: list[float]) -> None:
    shares = [part / math.fsum(parts) for part in parts]
    shown = to_one(shares)
    assert sum(round(share * 1e6) for share in shown) == 1_000_000
    assert all(abs(one - other) < 1e-6 for one, other in zip(shown, shares, strict=True))


def test_an_answer_with_all_markets_stays_below_five_kilobytes() -> None:
    assert len(orjson.dumps(markets_of(tuple(poisson_grid(1.62, 1.13).reshape(-1).tolist())))) < 5_000
