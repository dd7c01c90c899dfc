"""A document being read: what was found, what was parked, and every input row accounted for."""

from collections.abc import Callable, Mapping
from dataclasses import dataclass, field, replace

from touchline.normalizer.dialects.cells import UnreadableCell
from touchline.normalizer.dialects.names import UnknownName
from touchline.normalizer.dialects.rows import (
    ArticleRow,
    AvailabilityRow,
    Fact,
    IdentityRow,
    MatchRow,
    Parsed,
    PlayerRow,
    TeamRow,
    Unreadable,
    row_key,
)
from touchline.schemas.records import ParkedKind

MOST_TEXT = 2_000  # characters of a parked row
MOST_WORDS = 10_000
# Characters of what providers write freely; an unclosed quote makes a cell of half a file.
LONGEST: Mapping[type, Mapping[str, int]] = {
    MatchRow: {"referee": 128, "round": 128},
    TeamRow: {"name": 128},
    PlayerRow: {"name": 255, "first_name": 255, "last_name": 255},
    AvailabilityRow: {"reason": MOST_WORDS, "sentence": MOST_WORDS},
    ArticleRow: {"url": MOST_WORDS, "title": MOST_WORDS, "author": MOST_WORDS},
}
NEEDED = frozenset({"name", "url", "title"})


class NotFollowed(Exception):
    """A row of a competition that no line of `touchline.schemas.competitions` names; or of a sport, a market…"""

    def __init__(self, competition: str, what: str = "competition") -> None:
        super().__init__(competition)
        self.competition = competition
        self.what = what


@dataclass(slots=True)
class Draft:
    """What one input row says so far; it goes out when the row was read to its end, which is the end of its `with`."""

    line: int
    text: str
    end: Callable[["Draft", BaseException | None], bool]
    facts: list[Fact | IdentityRow] = field(default_factory=list)
    parts: list[Unreadable] = field(default_factory=list)

    def __enter__(self) -> "Draft":
        return self

    def __exit__(self, kind: type[BaseException] | None, error: BaseException | None, trace: object) -> bool:
        return self.end(self, error)

    def add(self, *facts: Fact | IdentityRow) -> None:
        """State these."""
        self.facts.extend(facts)

    def park_part(self, error: UnreadableCell) -> None:
        """A part of the row cannot be read; the rest goes on."""
        self.parts.append(_parked(self.line, self.text, error, ParkedKind.PART))


@dataclass(slots=True)
class Reading:
    """One document being read.

    >>> reading = Reading()
    >>> with reading.row(2, "E0,abc") as draft:
    ...     raise UnreadableCell("FTHG", "expected a whole number, got 'abc'")
    >>> parsed = reading.parsed()
    >>> parsed.inputs, parsed.read, len(parsed.parked), parsed.unaccounted
    (1, 0, 1, 0)
    """

    facts: dict[str, Fact | IdentityRow] = field(default_factory=dict)
    parked: dict[str, Unreadable] = field(default_factory=dict)
    lines: dict[str, int] = field(default_factory=dict)
    not_followed: dict[tuple[str, str], list[int]] = field(default_factory=dict)
    inputs: int = 0
    read: int = 0
    restated: bool = False  # a later row may state the same again, as feeds do; the last stands

    def row(self, line: int, text: str) -> Draft:
        """Read one input row: all of it goes out, or it is parked with what was wrong."""
        self.inputs += 1
        return Draft(line, text, self._end)

    def _end(self, draft: Draft, error: BaseException | None) -> bool:
        """What becomes of a row; False for an error that is not the provider's."""
        if error is None:
            try:
                self._accept(draft, self._keyed(draft))
            except UnreadableCell as refused:
                error = refused
        if isinstance(error, UnreadableCell):
            self._park(_parked(draft.line, draft.text, error, ParkedKind.ROW))
        elif isinstance(error, NotFollowed):
            self.not_followed.setdefault((error.what, error.competition), []).append(draft.line)
        else:
            return error is None
        return True

    def note(self, kind: ParkedKind, column: str, reason: str, line: int = 1) -> None:
        """Say something about the document as a whole."""
        self._park(Unreadable(line, column, reason, "", kind, rows=0))

    def parsed(self) -> Parsed:
        """All of it."""
        for (what, competition), lines in self.not_followed.items():
            reason = f"the {what} {competition!r} is not followed: {len(lines)} rows"
            self._park(Unreadable(lines[0], competition, reason, "", ParkedKind.NOT_FOLLOWED, rows=len(lines)))
        return Parsed((*self.facts.values(), *self.parked.values()), self.inputs, self.read)

    def _keyed(self, draft: Draft) -> dict[str, Fact | IdentityRow]:
        """What the row states first, by what it is about; what an earlier line stated already is refused."""
        keyed: dict[str, Fact | IdentityRow] = {}
        for stated in draft.facts:
            fact = _fitting(stated, draft)
            key = row_key(fact)
            earlier = None if self.restated else self.lines.get(key)
            if earlier is None:
                keyed.setdefault(key, fact)
            elif not isinstance(fact, (TeamRow, PlayerRow, IdentityRow)):  # each row names them again
                what = type(fact).__name__.removesuffix("Row").lower()
                raise UnreadableCell(None, f"line {earlier} already holds this {what}")
        return keyed

    def _accept(self, draft: Draft, keyed: Mapping[str, Fact | IdentityRow]) -> None:
        self.read += 1
        self.facts.update(keyed)
        self.lines.update(dict.fromkeys(keyed, draft.line))
        for part in draft.parts:
            self._park(part)

    def _park(self, row: Unreadable) -> None:
        key = row_key(row)
        while key in self.parked:  # two parts of one line under one column
            row = _beside(row)
            key = row_key(row)
        self.parked[key] = row


def _fitting(fact: Fact | IdentityRow, draft: Draft) -> Fact | IdentityRow:
    """Without text that no table downstream holds: one such row would hold up all others of its message.

    Raises:
        UnreadableCell: nothing is left without it.
    """
    for name, most in LONGEST.get(type(fact), {}).items():
        text = getattr(fact, name)
        if text is not None and len(text) > most:
            error = UnreadableCell(name, f"expected at most {most} characters, got {len(text)}")
            if name in NEEDED:
                raise error
            draft.park_part(error)
            fact = replace(fact, **{name: None})  # type: ignore[arg-type]  # LONGEST says that it has this field
    return fact


def _beside(row: Unreadable) -> Unreadable:
    column = f"{row.column or ''}+"
    return Unreadable(row.line, column, row.reason, row.row, row.kind, row.rows, row.waits_for)


def _parked(line: int, text: str, error: UnreadableCell, kind: ParkedKind) -> Unreadable:
    waits_for = error.name if isinstance(error, UnknownName) else None
    return Unreadable(line, error.column, error.reason, text[:MOST_TEXT], kind, waits_for=waits_for)
