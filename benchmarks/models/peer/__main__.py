"""penaltyblog: grids and margins, and a walk-forward refit. `python -m benchmarks.models.peer < plan.json`."""

import json
import sys
import time
from typing import Any

import numpy as np
from penaltyblog.implied import calculate_implied
from penaltyblog.models import DixonColesGoalModel, FootballProbabilityGrid


def main() -> None:
    """Answer a plan."""
    plan = json.load(sys.stdin)
    work = {"parity": parity, "grids": grids, "refit": refit}
    json.dump(work[plan["work"]](plan), sys.stdout)


def model_of_two() -> DixonColesGoalModel:
    """A model of two teams, to be given parameters: its `create_dixon_coles_grid` swaps τ(0,1) and τ(1,0)."""
    model = DixonColesGoalModel([1, 0, 2, 1], [0, 1, 1, 1], ["A", "B", "A", "B"], ["B", "A", "B", "A"])
    model.fit()
    return model


def grid_of(model: DixonColesGoalModel, rates: list[float], size: int) -> FootballProbabilityGrid:
    """The grid of a pair of rates and a ρ."""
    home, away, rho = rates
    model._params = np.array([np.log(home), np.log(away), 0.0, 0.0, 0.0, rho])
    return model.predict("A", "B", max_goals=size)


def parity(plan: dict[str, Any]) -> dict[str, Any]:
    """Every cell and market of some grids, every margin of some prices."""
    found, model = [], model_of_two()
    for rates in plan["rates"]:
        grid = grid_of(model, rates, plan["size"])
        found.append(
            {
                "cells": grid.grid.tolist(),
                "result": list(grid.home_draw_away),
                "both": [grid.btts_yes, grid.btts_no],
                "totals": [grid.totals(line) for line in plan["lines"]],
                "handicaps": [list(grid.asian_handicap_probs("home", line).values()) for line in plan["handicaps"]],
                "double": [grid.double_chance_1x, grid.double_chance_12, grid.double_chance_x2],
                "no-bet": [grid.draw_no_bet_home, grid.draw_no_bet_away],
                "points": [grid.expected_points_home(), grid.expected_points_away()],
            }
        )
    margins = {
        method: [list(calculate_implied(prices, method=method).probabilities) for prices in plan["prices"]]
        for method in plan["methods"]
    }
    return {"grids": found, "margins": margins}


def grids(plan: dict[str, Any]) -> dict[str, Any]:
    """Seconds for a grid and its markets a match, so many times."""
    seconds, model = [], model_of_two()
    for _ in range(plan["repeats"]):
        begun = time.perf_counter()
        for rates in plan["rates"]:
            grid = grid_of(model, rates, plan["size"])
            _ = (grid.home_draw_away, grid.btts_yes, [grid.totals(line) for line in plan["lines"]])
            _ = [grid.asian_handicap_probs("home", line) for line in plan["handicaps"]]
        seconds.append(time.perf_counter() - begun)
    return {"seconds": seconds}


def refit(plan: dict[str, Any]) -> dict[str, Any]:
    """A fit before each of some days, on everything before it; parameters in the order of the teams' names."""
    home, away = np.array(plan["home"]), np.array(plan["away"])
    goals, days = np.array(plan["goals"]), np.array(plan["days"])
    fitted, seconds = [], 0.0
    for day in plan["refits"]:
        before = days < day
        weights = np.exp(-plan["decay"] * (day - days[before]))
        begun = time.perf_counter()
        model = DixonColesGoalModel(goals[before, 0], goals[before, 1], home[before], away[before], weights)
        model.fit()
        seconds += time.perf_counter() - begun
        params = model.get_params()
        teams = sorted({*home[before].tolist(), *away[before].tolist()})
        fitted.append(
            {
                "teams": teams,
                "attack": [float(params[f"attack_{team}"]) for team in teams],
                "defence": [float(params[f"defence_{team}"]) for team in teams],
                "advantage": float(params["home_advantage"]),
                "rho": float(params["rho"]),
            }
        )
    return {"seconds": seconds, "fitted": fitted}


if __name__ == "__main__":
    main()
