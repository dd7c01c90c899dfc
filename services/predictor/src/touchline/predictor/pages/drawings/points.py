"""What a subject adds or takes: a bar to the right or to the left of a middle line."""

from markupsafe import Markup

from touchline.predictor.pages.drawings.svg import AWAY, FAINT, HOME, element

HALF, HEIGHT = 50.0, 10.0


def points_bar(points: float, most: float) -> Markup:
    """`most` is the number that fills half of the width; the number stands beside it.

    >>> 'x="50"' in str(points_bar(3.0, 6.0)), 'x="25"' in str(points_bar(-3.0, 6.0))
    (True, True)
    """
    long = HALF * min(1.0, abs(points) / most) if most else 0.0
    raising = points >= 0
    return element(
        "svg",
        element("rect", x=HALF if raising else HALF - long, y=1, width=long, height=HEIGHT - 2,
                fill=HOME if raising else AWAY, class_="is-home" if raising else "is-away"),
        element("rect", x=HALF - 0.25, y=0, width=0.5, height=HEIGHT, fill=FAINT, class_="middle"),
        viewBox=f"0 0 {2 * HALF:g} {HEIGHT:g}", preserveAspectRatio="none", class_="points",
        aria_hidden="true", focusable="false",
    )  # fmt: skip
