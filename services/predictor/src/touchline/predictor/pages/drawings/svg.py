"""Elements of SVG as text."""

from markupsafe import Markup, escape

HOME, DRAW, AWAY = "#1d5fa8", "#8b93a1", "#b4501c"
INK, FAINT, PAPER = "#1b2430", "#d9dee6", "#ffffff"


def element(name: str, *inside: Markup, **attributes: object) -> Markup:
    """One element; every attribute is escaped, a trailing or inner _ of a name stands for - in it.

    >>> str(element("text", text("a < b"), class_="quiet", font_size=12))
    '<text class="quiet" font-size="12">a &lt; b</text>'
    """
    shown = [
        Markup(' {}="{}"').format(key.rstrip("_").replace("_", "-"), _plain(value))
        for key, value in attributes.items()
        if value is not None
    ]
    return Markup("<{0}{1}>{2}</{0}>").format(Markup(name), Markup("").join(shown), Markup("").join(inside))


def text(said: str) -> Markup:
    """What is said between tags."""
    return escape(said)


def picture(width: float, height: float, title: str, *inside: Markup, **attributes: object) -> Markup:
    """A whole picture, with a title that is read out in its place."""
    return element(
        "svg",
        element("title", text(title)),
        *inside,
        xmlns="http://www.w3.org/2000/svg",
        viewBox=f"0 0 {width:g} {height:g}",
        role="img",
        **{"aria_label": title, **attributes},
    )


def label(x: float, y: float, said: str, **attributes: object) -> Markup:
    """A few words at a place."""
    usual = {"font_size": 11, "fill": INK, "font_family": "system-ui, sans-serif"}
    return element("text", text(said), x=x, y=y, **usual | attributes)


def alone(drawn: Markup) -> bytes:
    """A picture as a document of its own."""
    return str(drawn).encode()


def _plain(value: object) -> object:
    """
    >>> _plain(0.30000000000000004), _plain(2.0)
    ('0.3', '2')
    """
    return f"{value:.4g}" if isinstance(value, float) else value
