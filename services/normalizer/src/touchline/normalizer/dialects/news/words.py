"""A text as words with their places, and whether one begins a sentence."""

import re
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from itertools import pairwise

_WORD = re.compile(r"\w+")
_JOINED = re.compile(r"[^\w\n]{1,3}")  # what may stand between the words of one name
_SENTENCE_STARTS = re.compile(r"[\n.!?…:\"“„«][\s\"'“„«(]*$")


@dataclass(frozen=True, slots=True)
class Word:
    """A word where it stands."""

    text: str
    folded: str
    begin: int
    end: int

    @property
    def is_capital(self) -> bool:
        """Whether it begins with a capital letter."""
        return self.text[0].isupper()


def word_set(text: str) -> frozenset[str]:
    """The words of a list, written as a text."""
    return frozenset(text.split())


def words_of(text: str) -> list[Word]:
    """The words of a text, by Unicode's idea of a letter.

    >>> [word.folded for word in words_of("St. Pauli’s Nott'm")]
    ['st', 'pauli', 's', 'nott', 'm']
    """
    return [Word(match[0], match[0].casefold(), match.start(), match.end()) for match in _WORD.finditer(text)]


def joined(text: str, one: Word, other: Word) -> bool:
    """Whether two neighbours may be parts of one name.

    >>> first, second, third = words_of("St. Pauli\\nKiel")
    >>> joined("St. Pauli\\nKiel", first, second), joined("St. Pauli\\nKiel", second, third)
    (True, False)
    """
    return _JOINED.fullmatch(text, one.end, other.begin) is not None


def begins_sentence(text: str, word: Word) -> bool:
    """Whether a word is the first of its sentence, where a capital letter says nothing.

    >>> [begins_sentence("Wolves won. Reading drew", word) for word in words_of("Wolves won. Reading drew")]
    [True, False, True, False]
    """
    return _SENTENCE_STARTS.search(text[max(0, word.begin - 6) : word.begin]) is not None if word.begin else True


def keys(name: str) -> tuple[str, ...]:
    """A folded name as the words by which it is found.

    >>> keys("brighton & hove albion")
    ('brighton', 'hove', 'albion')
    """
    return tuple(_WORD.findall(name))


def capitals(words: list[Word]) -> Iterator[tuple[int, int]]:
    """Runs of capitalised words, as ranges of places."""
    begin = None
    for place, word in enumerate(words):
        if word.is_capital and begin is None:
            begin = place
        if not word.is_capital and begin is not None:
            yield begin, place
            begin = None
    if begin is not None:
        yield begin, len(words)


def spell(found: Sequence[Word], parts: Sequence[str], text: str) -> bool:
    """Whether these words are the parts of a name, in order and joined in the text.

    >>> text = "Leeds United won"
    >>> spell(words_of(text)[:2], ("leeds", "united"), text)
    True
    """
    return (
        len(found) == len(parts)
        and all(word.folded == part for word, part in zip(found, parts, strict=True))
        and all(joined(text, one, other) for one, other in pairwise(found))
    )
