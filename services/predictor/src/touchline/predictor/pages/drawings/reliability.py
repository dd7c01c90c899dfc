"""How often what was said came true, beside how often it was said it would."""

from collections.abc import Sequence

from markupsafe import Markup

from touchline.predictor.pages.drawings.svg import DRAW, FAINT, HOME, element, label, picture
from touchline.predictor.prediction.performance import Bin

LEFT, TOP, SIDE, BELOW = 44.0, 12.0, 300.0, 40.0
TICKS = (0.0, 0.25, 0.5, 0.75, 1.0)


def reliability_plot(bins: Sequence[Bin], title: str) -> Markup:
    """Said along, happened upwards; on the line both agree. Large dots rest on more chances, bars are 95% intervals."""
    frame = [element("rect", x=LEFT, y=TOP, width=SIDE, height=SIDE, fill="none", stroke=FAINT, class_="rule")]
    for tick in TICKS:
        frame.append(label(_x(tick), TOP + SIDE + 16, f"{tick:.0%}", text_anchor="middle", class_="axis"))
        frame.append(label(LEFT - 6, _y(tick) + 4, f"{tick:.0%}", text_anchor="end", class_="axis"))
    frame.append(_line(0, 0, 1, 1, stroke=DRAW, class_="ideal", stroke_dasharray="4 4"))
    frame.append(label(LEFT + SIDE / 2, TOP + SIDE + 34, "chance we gave", text_anchor="middle", class_="axis"))
    most = max((one.chances for one in bins), default=1)
    marks = []
    for one in bins:
        marks.append(_line(one.said, one.happened_low, one.said, one.happened_high, stroke=HOME, class_="line",
                           stroke_width=2, stroke_opacity=0.45))  # fmt: skip
        radius = 3 + 5 * (one.chances / most) ** 0.5
        marks.append(element("circle", cx=_x(one.said), cy=_y(one.happened), r=radius, fill=HOME, class_="is-home"))
    return picture(LEFT + SIDE + 24, TOP + SIDE + BELOW, title, *frame, *marks, class_="plot")


def _line(x1: float, y1: float, x2: float, y2: float, **attributes: object) -> Markup:
    return element("line", x1=_x(x1), y1=_y(y1), x2=_x(x2), y2=_y(y2), **attributes)


def _x(share: float) -> float:
    return LEFT + SIDE * share


def _y(share: float) -> float:
    return TOP + SIDE * (1 - share)
