"""Whom a text names: players that our identities know, and names like a player's that nobody has decided on yet."""

from collections.abc import Sequence
from dataclasses import dataclass

from touchline.normalizer.dialects.names import Names, folded
from touchline.normalizer.dialects.news.specification import PLAYERS
from touchline.normalizer.dialects.news.words import (
    Word,
    begins_sentence,
    capitals,
    keys,
    spell,
    word_set,
    words_of,
)

LEAST_WORDS = 2  # a first and a last name; a word alone is too often something else
MOST_WORDS = 3
# Capitalised words that are no part of a person's name.
NO_NAMES = word_set(
    "the a an in on at for after before but and while when with from by as his he she they it this that"
    " there if no not premier league cup fa efl carabao champions europa championship sky sports bbc"
    " monday tuesday wednesday thursday friday saturday sunday january february march april may june july"
    " august september october november december boxing day new year christmas easter old park stadium"
    " road lane street trafford wembley england english scotland wales ireland germany france spain italy"
    " europe european world international under women"
)
# What people are called before their names.
ROLES = word_set(
    "striker defender midfielder goalkeeper keeper winger captain forward full-back back left right"
    " centre half teenager youngster skipper loanee newcomer international playmaker substitute stürmer"
    " verteidiger mittelfeldspieler torwart kapitän angreifer nationalspieler"
)
STAFF = word_set("manager boss coach trainer physio doctor director chairman referee sportdirektor mannschaftsarzt")


@dataclass(frozen=True, slots=True)
class Person:
    """Someone named; `player` is None where nobody has decided who he is."""

    name: str
    player: str | None


@dataclass(frozen=True, slots=True)
class Mention:
    """Where he is named."""

    begin: int
    end: int
    person: Person


class PlayerNames:
    """Players' full names by their first word."""

    def __init__(self, names: Names) -> None:
        self._by_first: dict[str, dict[tuple[str, ...], str]] = {}
        for name, player in names.known.get(PLAYERS, {}).items():
            parts = keys(name)
            if len(parts) >= LEAST_WORDS:
                self._by_first.setdefault(parts[0], {})[parts] = player

    def at(self, text: str, words: Sequence[Word], place: int) -> tuple[int, str] | None:
        """The longest name that begins at a place: how many words it has, and the player."""
        names = self._by_first.get(words[place].folded, {})
        if not names or not words[place].is_capital:
            return None
        best = max((parts for parts in names if _stands_at(parts, text, words, place)), key=len, default=None)
        return (len(best), names[best]) if best else None


def known_people(text: str, names: PlayerNames) -> list[Mention]:
    """The players named in full."""
    words, found, place = words_of(text), [], 0
    while place < len(words):
        one = names.at(text, words, place)
        length = one[0] if one else 1
        if one:
            begin, end = words[place].begin, words[place + length - 1].end
            found.append(Mention(begin, end, Person(text[begin:end], one[1])))
        place += length
    return found


def unknown_people(text: str, taken: Sequence[tuple[int, int]]) -> list[Mention]:
    """Two or three capitalised words in a row, outside of what is taken, that read like a person's name."""
    words = words_of(text)
    found = []
    for first, last in capitals(words):
        for part in _unbroken(text, [word for word in words[first:last] if not _in(word, taken)]):
            name = _without_roles(text, part)
            if LEAST_WORDS <= len(name) <= MOST_WORDS and all(
                len(word.text) > 1 and not word.text.isupper() for word in name
            ):
                begin, end = name[0].begin, name[-1].end
                found.append(Mention(begin, end, Person(text[begin:end], None)))
    return found


def with_last_names(text: str, mentions: Sequence[Mention], others: Sequence[tuple[int, int]] = ()) -> list[Mention]:
    """Also where someone named in full is called by his last name alone, if only one is, and not within other names."""
    by_last: dict[str, set[Person]] = {}
    for mention in mentions:
        by_last.setdefault(keys(folded(mention.person.name))[-1], set()).add(mention.person)
    taken = [*((mention.begin, mention.end) for mention in mentions), *others]
    again = [
        Mention(word.begin, word.end, next(iter(by_last[word.folded])))
        for word in words_of(text)
        if word.is_capital and len(by_last.get(word.folded, ())) == 1 and not _in(word, taken)
    ]
    return sorted([*mentions, *again], key=lambda mention: mention.begin)


def is_staff(text: str, mention: Mention) -> bool:
    """Whether he is introduced as one who does not play.

    >>> text = "manager Tom Wren said"
    >>> is_staff(text, Mention(8, 16, Person("Tom Wren", None)))
    True
    """
    before = words_of(text[max(0, mention.begin - 30) : mention.begin])
    after = words_of(text[mention.end : mention.end + 30])
    return bool(before and before[-1].folded in STAFF) or any(word.folded in STAFF for word in after[:3])


def _stands_at(parts: tuple[str, ...], text: str, words: Sequence[Word], place: int) -> bool:
    found = words[place : place + len(parts)]
    return spell(found, parts, text) and found[-1].is_capital


def _in(word: Word, spans: Sequence[tuple[int, int]]) -> bool:
    return any(begin <= word.begin < end for begin, end in spans)


def _unbroken(text: str, words: Sequence[Word]) -> list[list[Word]]:
    """Cut where punctuation or another word stands between, and at words of no name."""
    parts: list[list[Word]] = [[]]
    for word in words:
        if parts[-1] and text[parts[-1][-1].end : word.begin] not in (" ", "-", "'", "’"):
            parts.append([])
        if word.folded in NO_NAMES:
            parts.append([])
        else:
            parts[-1].append(word)
    return [part for part in parts if part]


def _without_roles(text: str, words: Sequence[Word]) -> list[Word]:
    found = list(words)
    while found and found[0].folded in ROLES | STAFF:
        found.pop(0)
    if found and begins_sentence(text, found[0]) and len(found) > MOST_WORDS:
        found.pop(0)
    return found
