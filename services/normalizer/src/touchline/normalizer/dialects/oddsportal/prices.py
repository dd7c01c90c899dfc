"""Prices as the page hides them."""

from collections.abc import Iterator

from selectolax.lexbor import LexborNode

from touchline.normalizer.dialects.cells import UnreadableCell, decimal_price
from touchline.normalizer.dialects.html import words
from touchline.normalizer.dialects.oddsportal.specification import LETTERS


def prices_in(row: LexborNode) -> Iterator[float]:
    """The prices of a row, from left to right, hidden or plain.

    Raises:
        UnreadableCell: one is no price.
    """
    for node in row.css(".odds-nowrp"):
        hidden = node.attributes.get("xodd")
        yield decimal_price("odds", words(node)[:40]) if hidden is None else revealed(hidden)


def revealed(hidden: str) -> float:
    """A price as `xodd` holds it, twice.

    >>> revealed("azo8fazo8"), revealed("tft")
    (1.68, 4.0)

    Raises:
        UnreadableCell: no price, or two different ones.
    """
    first, _, second = hidden[:40].translate(LETTERS).partition("|")
    if second and second != first:
        raise UnreadableCell("xodd", f"{hidden[:40]!r} holds two prices, {first} and {second}")
    return decimal_price("xodd", first)
