"""Three chances that sum to 1 as one bar."""

from collections.abc import Sequence

from markupsafe import Markup

from touchline.predictor.pages.drawings.svg import AWAY, DRAW, HOME, element

WIDTH, HEIGHT = 100.0, 8.0
NAMES = (("home", HOME), ("draw", DRAW), ("away", AWAY))
SLIT = 0.4


def bar(chances: Sequence[float], live: bool = False) -> Markup:
    """Home, draw and away from left to right; the numbers stand beside it, so nothing reads it out.

    >>> str(bar([0.5, 0.25, 0.25])).count("<rect")
    3
    """
    parts, start = list[Markup](), 0.0
    for (name, colour), chance in zip(NAMES, chances, strict=True):
        wide = chance * WIDTH
        shape = {"x": start, "y": 0, "width": max(0.0, wide - (SLIT if name != "away" else 0.0)), "height": HEIGHT}
        parts.append(element("rect", **shape, fill=colour, class_=f"is-{name}"))
        start += wide
    return element(
        "svg",
        *parts,
        viewBox=f"0 0 {WIDTH:g} {HEIGHT:g}",
        preserveAspectRatio="none",
        class_="bar",
        aria_hidden="true",
        focusable="false",
        data_bar="probabilities" if live else None,
    )
