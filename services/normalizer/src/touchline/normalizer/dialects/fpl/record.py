"""Objects of the API, with their values as cells, as the archive's tables have them."""

from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass

from touchline.normalizer.dialects.cells import UnreadableCell
from touchline.normalizer.dialects.json import an_object, shown


@dataclass(frozen=True, slots=True)
class Record:
    """One object of a list; `line` counts the input rows of the document from 1."""

    line: int
    value: object

    @property
    def text(self) -> str:
        """As it stood."""
        return shown(self.value)

    def cells(self, *names: str) -> dict[str, str]:
        """Some of its values as cells.

        Raises:
            UnreadableCell: it is no object, or one of them no single value.
        """
        fields = an_object(self.value)
        return {name: cell(fields, name) for name in names}


def records(values: Iterable[object], first: int = 1) -> Iterator[Record]:
    """The objects of a list, counted from `first`."""
    for line, value in enumerate(values, start=first):
        yield Record(line, value)


def cell(fields: Mapping[str, object], name: str) -> str:
    """A value as a table would have it: nothing is blank, a truth True or False.

    >>> cell({"finished": False}, "finished"), cell({}, "news"), cell({"id": 7}, "id")
    ('False', '', '7')

    Raises:
        UnreadableCell: a list, an object, or a text that cannot be written.
    """
    value = fields.get(name)
    if value is None:
        return ""
    if not isinstance(value, (str, int, float)):
        raise UnreadableCell(name, f"expected a single value, got {shown(value)[:100]}")
    text = str(value).strip()
    if not text.isascii() and any("\ud800" <= letter <= "\udfff" for letter in text):
        raise UnreadableCell(name, "the text holds half a character")
    return text
