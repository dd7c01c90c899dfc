"""Where a club may end: one strip of ranks, the likelier the darker."""

from collections.abc import Sequence

from markupsafe import Markup

from touchline.predictor.pages.drawings.svg import HOME, element

CELL, HEIGHT = 10.0, 18.0
LEAST = 0.001  # a chance below it leaves no mark
FULL = 0.5


def finishes(ranks: Sequence[float]) -> Markup:
    """The first rank leftmost; the table beside it has the numbers in words.

    >>> str(finishes([1.0, 0.0])).count("<rect")
    2
    """
    ground = element("rect", x=0, y=0, width=CELL * len(ranks), height=HEIGHT, class_="ground", fill="#eef1f5")
    marks = [
        element("rect", x=CELL * place, y=0, width=CELL - 1, height=HEIGHT, fill=HOME, class_="is-home",
                fill_opacity=round(0.12 + 0.88 * min(1.0, (share / FULL) ** 0.7), 2))
        for place, share in enumerate(ranks)
        if share >= LEAST
    ]  # fmt: skip
    return element(
        "svg", ground, *marks, viewBox=f"0 0 {CELL * len(ranks):g} {HEIGHT:g}", preserveAspectRatio="none",
        class_="finishes", aria_hidden="true", focusable="false",
    )  # fmt: skip
