"""A grid of scores as a heat map."""

from collections.abc import Sequence

import numpy as np
from markupsafe import Markup

from touchline.football.scoreline import SIZE
from touchline.predictor.pages.drawings.svg import AWAY, DRAW, HOME, element, label, picture, text

SHOWN = 6  # goals a side; the last row and column stand for so many and more
CELL, LEFT, TOP, GAP = 44.0, 40.0, 40.0, 2.0
PALEST, DARKEST = 0.05, 0.68  # dark ink on the darkest cell has a contrast of 4.7 to 1
FULL = 0.14  # the chance at which a cell has its full colour: the likeliest score of a usual match has 0.1 to 0.15
Rows = Sequence[Sequence[float]]


def folded(grid: Rows) -> list[list[float]]:
    """The grid with all of six goals and more in its last row and column.

    >>> uniform = folded([[1 / 169] * 13] * 13)
    >>> len(uniform), round(sum(map(sum, uniform)), 9), round(uniform[6][6] * 169)
    (7, 1.0, 49)
    """
    whole = np.asarray(grid, dtype=np.float64).reshape(SIZE, SIZE)
    edges = [*range(SHOWN + 1)]
    down = np.add.reduceat(whole, edges, axis=0)
    shares: list[list[float]] = np.add.reduceat(down, edges, axis=1).tolist()
    return shares


def goals(number: int) -> str:
    """
    >>> goals(2), goals(6)
    ('2', '6+')
    """
    return f"{number}+" if number == SHOWN else str(number)


def score_map(grid: Rows, home: str, away: str, title: str) -> Markup:
    """Home goals downwards, away goals to the right; a strong colour is a likely score, each cell says its chance."""
    rows = folded(grid)
    side = LEFT + CELL * len(rows)
    along, down = LEFT + CELL * len(rows) / 2, TOP + CELL * len(rows) / 2
    heads = [
        label(along, 12, f"{away} goals", text_anchor="middle", class_="axis"),
        label(12, down, f"{home} goals", text_anchor="middle", class_="axis", transform=f"rotate(-90 12 {down:g})"),
    ]
    for number in range(len(rows)):
        middle = CELL * (number + 0.5)
        heads.append(label(LEFT + middle, TOP - 8, goals(number), text_anchor="middle", class_="axis"))
        heads.append(label(LEFT - 8, TOP + middle + 4, goals(number), text_anchor="end", class_="axis"))
    cells = [_cell(at_home, visiting, rows[at_home][visiting]) for at_home in range(7) for visiting in range(7)]
    return picture(side, TOP + CELL * len(rows), title, *heads, *cells, class_="scores")


def _cell(home: int, away: int, chance: float) -> Markup:
    name, colour = ("home", HOME) if home > away else ("away", AWAY) if away > home else ("draw", DRAW)
    strength = min(1.0, chance / FULL)
    x, y, size = LEFT + CELL * away, TOP + CELL * home, CELL - GAP
    shape = {"x": x, "y": y, "width": size, "height": size, "rx": 3}
    filled = {"fill": colour, "fill_opacity": round(PALEST + (DARKEST - PALEST) * strength, 3), "class_": f"is-{name}"}
    return element(
        "g",
        element("title", text(f"{goals(home)}:{goals(away)} {percent(chance)}")),
        element("rect", **shape, **filled),
        label(x + size / 2, y + size / 2 + 4, percent(chance), text_anchor="middle"),
        data_cell=f"{home}-{away}",
    )


def percent(chance: float) -> str:
    """A small chance as a cell says it.

    >>> percent(0.1149), percent(0.0152), percent(0.0004)
    ('11%', '1.5%', '<0.1%')
    """
    points = chance * 100
    return f"{points:.0f}%" if points >= 9.95 else f"{points:.1f}%" if points >= 0.1 else "<0.1%"
