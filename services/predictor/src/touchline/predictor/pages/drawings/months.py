"""Scores month by month, ours beside the market's at closing."""

from collections.abc import Sequence
from dataclasses import dataclass

from markupsafe import Markup

from touchline.predictor.pages.drawings.svg import AWAY, FAINT, HOME, element, label, picture

LEFT, TOP, WIDTH, HEIGHT, BELOW = 40.0, 12.0, 900.0, 230.0, 34.0
MONTHS_NAMED = 12  # along the axis at most, so that names stay apart


@dataclass(frozen=True, slots=True)
class Month:
    """Mean ranked probability scores on the matches that have both."""

    name: str
    ours: float
    closing: float


def months_plot(months: Sequence[Month], title: str) -> Markup:
    """Lower is better; the scale begins at 0, so that a small gap looks small."""
    top = max((max(one.ours, one.closing) for one in months), default=0.25) * 1.1
    steps = [tick / 100 for tick in range(0, int(top * 100) + 1, 5)]

    def x(place: int) -> float:
        return LEFT + WIDTH * (place + 0.5) / max(1, len(months))

    def y(score: float) -> float:
        return TOP + HEIGHT * (1 - score / top)

    frame = [
        element("line", x1=LEFT, y1=y(one), x2=LEFT + WIDTH, y2=y(one), stroke=FAINT, class_="rule") for one in steps
    ]
    frame += [label(LEFT - 6, y(one) + 4, f"{one:.2f}", text_anchor="end", class_="axis") for one in steps]
    every = -(-len(months) // MONTHS_NAMED) or 1
    frame += [
        label(x(place), TOP + HEIGHT + 18, one.name, text_anchor="middle", class_="axis")
        for place, one in enumerate(months)
        if place % every == 0
    ]
    drawn = []
    for scores, colour, name, dash in (
        ([one.closing for one in months], AWAY, "away", "5 4"),
        ([one.ours for one in months], HOME, "home", None),
    ):
        path = " ".join(f"{x(place):.1f},{y(score):.1f}" for place, score in enumerate(scores))
        drawn.append(element("polyline", points=path, fill="none", stroke=colour, stroke_width=2,
                             stroke_dasharray=dash, class_=f"line line-{name}"))  # fmt: skip
        drawn += [
            element("circle", cx=x(place), cy=y(score), r=3.5, fill=colour, class_=f"is-{name}")
            for place, score in enumerate(scores)
        ]
    return picture(LEFT + WIDTH + 8, TOP + HEIGHT + BELOW, title, *frame, *drawn, class_="plot wide")
