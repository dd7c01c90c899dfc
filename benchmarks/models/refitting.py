"""A walk-forward refit of Dixon–Coles: the same matches, the same decay, a fit before every match day of a season."""

import time
from collections.abc import Sequence
from typing import Any

import numpy as np

from benchmarks.models.sides import theirs
from touchline.schemas.records import Match
from touchline.trainer.training.models.dixon_coles import DECAY, Strengths, Table, fit, log_likelihood

DAY = 86_400.0


def refitted(matches: Sequence[Match], seasons: Sequence[str]) -> dict[str, Any]:
    """Seconds of both sides for every match day of the last of these seasons, and by how much our likelihood is better.

    Only teams of that season that the seasons before know, and matches between them: the peer knows no prior.
    """
    last = seasons[-1]
    inside = [one for one in matches if one.season in seasons]
    known = {one.home_team for one in inside if one.season != last}
    teams = sorted(known & {one.home_team for one in inside if one.season == last})
    played = [one for one in inside if one.home_team in teams and one.away_team in teams]
    days = np.array([one.event_time.timestamp() // DAY for one in played])
    refits = sorted({day for day, one in zip(days.tolist(), played, strict=True) if one.season == last})
    home = np.array([teams.index(one.home_team) for one in played], dtype=np.intp)
    away = np.array([teams.index(one.away_team) for one in played], dtype=np.intp)
    goals = np.array([(one.home_goals, one.away_goals) for one in played], dtype=np.float64)
    plan = {
        "home": [one.home_team for one in played],
        "away": [one.away_team for one in played],
        "goals": goals.astype(int).tolist(),
        "days": days.tolist(),
        "refits": refits,
        "decay": DECAY,
    }
    peer = theirs("refit", **plan)
    seconds, gains = _ours(home, away, goals, days, refits, len(teams), peer["fitted"])
    return {"ours": seconds, "theirs": peer["seconds"], "gains": gains, "matches": len(played), "refits": len(refits)}


def _ours(
    home: Any, away: Any, goals: Any, days: Any, refits: list[float], teams: int, fitted: list[dict[str, Any]]
) -> tuple[float, list[float]]:
    """Ours from day to day as the walk does it; the likelihood is looked at outside the clock."""
    at, seconds, gains, before = Strengths.even(teams), 0.0, list[float](), refits[0]
    table: Table | None = None
    for day, theirs_at in zip(refits, fitted, strict=True):
        begun = time.perf_counter()
        new = (days < day) & (days >= before) if table is not None else days < day
        more = Table.of(home[new], away[new], goals[new], np.exp(-DECAY * (day - days[new])), teams)
        table = more if table is None else table.later(float(np.exp(-DECAY * (day - before))), more)
        at, before = fit(table, at, precision=0.0), day
        seconds += time.perf_counter() - begun
        attack, defence = np.array(theirs_at["attack"]), np.array(theirs_at["defence"])
        peer = Strengths(attack, -defence, theirs_at["advantage"], theirs_at["rho"])
        gains.append(log_likelihood(table, at) - log_likelihood(table, peer))
    return seconds, gains
