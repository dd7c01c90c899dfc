"""A grid moved as little as possible so that it says what better forecasters say of a few of its sums.

Of all grids q with the wanted sums Σ q f_k = t_k, the one with the least Kullback–Leibler divergence from the base p is
q ∝ p · exp(Σ λ_k f_k); λ is the minimum of the convex function log Σ p exp(λ·f) - λ·t, found by Newton's method.

Csiszár (1975), https://doi.org/10.1214/aop/1176996454.
"""

import numpy as np
from numpy.typing import ArrayLike, NDArray

from touchline.football.scoreline import Grid, differences, totals

Array = NDArray[np.float64]
STEPS, TOLERANCE = 100, 1e-12
LONGEST_STEP = 4.0  # of a λ, so that a far start does not overflow


class Unreachable(ValueError):
    """No grid on these scores has the wanted sums: the probabilities contradict one another."""


def tilted(grid: Grid, result: ArrayLike, over: ArrayLike | None = None, both: ArrayLike | None = None) -> Grid:
    """The nearest grid with these chances.

    `result` (..., 3) of home win, draw and away win, `over` (...) of three goals or more, `both` (...) of both teams
    scoring; the last two may be left out.

    Raises:
        Unreachable: the wanted chances contradict one another, such as more than 0.5 goals certain and a 0-0 likely.

    >>> from touchline.football import markets
    >>> from touchline.football.scoreline import poisson_grid
    >>> told = tilted(poisson_grid(1.5, 1.2), [0.5, 0.25, 0.25], over=0.55)
    >>> markets.result(told).round(6).tolist(), round(float(markets.total(told, 2.5)[0]), 6)
    ([0.5, 0.25, 0.25], 0.55)
    """
    size = grid.shape[-1]
    gap, goals = differences(size), totals(size)
    wanted = np.asarray(result, dtype=np.float64)
    events, targets = [gap > 0, gap < 0], [wanted[..., 0], wanted[..., 2]]
    if over is not None:
        events.append(goals > 2.5)
        targets.append(np.asarray(over, dtype=np.float64))
    if both is not None:
        events.append(np.minimum(*np.indices((size, size))) > 0)
        targets.append(np.asarray(both, dtype=np.float64))
    features = np.stack([event.reshape(-1) for event in events]).astype(np.float64)  # (k, cells)
    if not grid.size:
        return grid
    base = grid.reshape(-1, size * size)
    goal = np.stack([np.broadcast_to(one, grid.shape[:-2]).reshape(-1) for one in targets], axis=-1)
    return _solved(base, features, goal).reshape(grid.shape)


def divergence(grid: Grid, base: Grid) -> Array:
    """Kullback–Leibler divergence of a grid from its base, in nats: Σ q log(q / p).

    >>> from touchline.football.scoreline import poisson_grid
    >>> float(divergence(poisson_grid(1.5, 1.2), poisson_grid(1.5, 1.2)))
    0.0
    """
    return np.asarray((grid * (np.log(grid) - np.log(base))).sum(axis=(-2, -1)))


def _solved(base: Array, features: Array, goal: Array) -> Array:
    dual = np.zeros_like(goal)
    for _ in range(STEPS):
        grid = _grid(base, features, dual)
        means = grid @ features.T
        gap = means - goal
        if np.abs(gap).max() < TOLERANCE:
            return grid
        spread = (
            np.einsum("nc,kc,lc->nkl", grid, features, features, optimize=True) - means[:, :, None] * means[:, None]
        )
        step = np.linalg.solve(spread + 1e-14 * np.eye(len(features)), gap[..., None])[..., 0]
        dual = dual - np.clip(_shorter(base, features, goal, dual, step), -LONGEST_STEP, LONGEST_STEP)
    worst = int(np.abs(gap).max(axis=1).argmax())
    if np.abs(gap).max() < 1e-9:
        return _grid(base, features, dual)
    raise Unreachable(f"no grid has the sums {goal[worst].round(4).tolist()}: nearest {means[worst].round(4).tolist()}")


def _shorter(base: Array, features: Array, goal: Array, dual: Array, step: Array) -> Array:
    """The step, halved match by match where the whole of it would overshoot the minimum."""
    before = _value(base, features, goal, dual)
    for _ in range(12):
        worse = _value(base, features, goal, dual - step) > before + 1e-12
        if not worse.any():
            break
        step = np.where(worse[:, None], step / 2, step)
    return step


def _value(base: Array, features: Array, goal: Array, dual: Array) -> Array:
    exponent = dual @ features
    top = exponent.max(axis=1, keepdims=True)
    mass = (base * np.exp(exponent - top)).sum(axis=1)
    return np.asarray(np.log(mass) + top[:, 0] - (dual * goal).sum(axis=1))


def _grid(base: Array, features: Array, dual: Array) -> Array:
    exponent = dual @ features
    grid = base * np.exp(exponent - exponent.max(axis=1, keepdims=True))
    return np.asarray(grid / grid.sum(axis=1, keepdims=True))
