"""Which clubs a text names: the reviewed names, whole words, the longest first, and no false friends."""

from collections import Counter
from collections.abc import Iterator, Sequence
from dataclasses import dataclass

from touchline.normalizer.dialects.names import Names
from touchline.normalizer.dialects.news import false_friends
from touchline.normalizer.dialects.news.specification import NOWHERE
from touchline.normalizer.dialects.news.words import Word, begins_sentence, keys, spell, words_of
from touchline.schemas.competitions import INTERNATIONAL
from touchline.schemas.records import IdentityKind

SHORT = 3  # letters; so short a name is a club's only in capitals: PSV, AEK


@dataclass(frozen=True, slots=True)
class Spotted:
    """A club's name in a text; several clubs where pools share the name."""

    begin: int
    end: int
    clubs: tuple[tuple[str, str], ...]  # pool and club
    is_doubtful: bool  # a false friend unless the text is about football


@dataclass(frozen=True, slots=True)
class Clubs:
    """The clubs of a text, in the order in which they come, the pool of most of them, and where they stand."""

    teams: tuple[str, ...]
    pool: str
    spans: tuple[tuple[int, int], ...]


class ClubNames:
    """Club names by their first word."""

    def __init__(self, names: Names) -> None:
        self._by_first: dict[str, dict[tuple[str, ...], dict[str, str]]] = {}
        for scope, known in names.known.items():
            if scope.kind is IdentityKind.CLUB and scope.name != INTERNATIONAL and ":" not in scope.name:
                for name, club in known.items():
                    self._add(name, scope.name, club)

    def _add(self, name: str, pool: str, club: str) -> None:
        parts = keys(name)
        if parts and name not in false_friends.NEVER:
            self._by_first.setdefault(parts[0], {}).setdefault(parts, {})[pool] = club

    def at(self, text: str, words: Sequence[Word], place: int) -> tuple[int, dict[str, str]] | None:
        """The longest name that begins at a place: how many words it has, and the clubs it means by pool."""
        names = self._by_first.get(words[place].folded, {})
        fitting = (parts for parts in names if _stands_at(parts, text, words, place))
        best = max(fitting, key=len, default=None)
        return (len(best), names[best]) if best else None


def clubs_in(text: str, names: ClubNames, language: str | None, persons: Sequence[tuple[int, int]] = ()) -> Clubs:
    """The clubs that a text names outside of these spans of persons' names."""
    words = words_of(text)
    spotted = list(_spotted(text, words, names, persons))
    if language == "ru":
        spotted = sorted([*spotted, *_russian(text, words)], key=lambda one: one.begin)
    if not _is_about_football(words, spotted, language):
        spotted = [one for one in spotted if not one.is_doubtful]
    pools = _order_of_pools(spotted, words)
    teams = [_club_of(one, pools) for one in spotted]
    counted = Counter(pool for pool, _ in dict.fromkeys(teams))
    pool = max(counted, key=lambda found: counted[found], default=NOWHERE)  # of equals the one named first
    return Clubs(tuple(dict.fromkeys(club for _, club in teams)), pool, tuple((one.begin, one.end) for one in spotted))


def _stands_at(parts: tuple[str, ...], text: str, words: Sequence[Word], place: int) -> bool:
    found = words[place : place + len(parts)]
    return spell(found, parts, text) and _is_written_as_name(found)


def _is_written_as_name(found: Sequence[Word]) -> bool:
    letters = sum(len(word.text) for word in found)
    if letters <= SHORT:
        return all(word.text.isupper() for word in found)
    long_ones = [word for word in found if len(word.text) > SHORT]
    return (found[0].is_capital or found[0].text[0].isdigit()) and all(
        word.is_capital or not word.text[0].isalpha() for word in long_ones
    )


def _spotted(
    text: str, words: Sequence[Word], names: ClubNames, persons: Sequence[tuple[int, int]]
) -> Iterator[Spotted]:
    place = 0
    while place < len(words):
        found = names.at(text, words, place)
        length = found[0] if found else 1
        begin, end = words[place].begin, words[place + length - 1].end
        if found and not any(one < end and begin < other for one, other in persons):
            alone = length == 1
            name = words[place].folded
            if not (alone and _is_namesake(text, words, place)):
                doubtful = alone and name in false_friends.WORDS
                yield Spotted(begin, end, tuple(sorted(found[1].items())), doubtful)
        place += length


def _is_namesake(text: str, words: Sequence[Word], place: int) -> bool:
    """Whether a single word is a person's name here, or an ordinary word that begins a sentence."""
    name = words[place].folded
    before = words[place - 1] if place else None
    after = words[place + 1] if place + 1 < len(words) else None
    if name in false_friends.PERSONS and (
        (before is not None and _names_person_with(text, before, words[place]))
        or (after is not None and _names_person_with(text, words[place], after, neighbour=after))
    ):
        return True
    if name in false_friends.WORDS and begins_sentence(text, words[place]):
        return after is None or after.folded not in false_friends.GOES_ON_AS_CLUB
    return False


def _names_person_with(text: str, one: Word, other: Word, neighbour: Word | None = None) -> bool:
    neighbour = neighbour or one
    return (
        neighbour.is_capital
        and not neighbour.text.isupper()
        and neighbour.folded not in false_friends.NEIGHBOURS
        and text[one.end : other.begin] in (" ", "-")
    )


def _russian(text: str, words: Sequence[Word]) -> Iterator[Spotted]:
    for place in range(len(words)):
        for stems, club in false_friends.RUSSIAN_CLUBS.items():
            found = words[place : place + len(stems)]
            if len(found) == len(stems) and all(map(_has_stem, found, stems)):
                yield Spotted(found[0].begin, found[-1].end, (club,), is_doubtful=False)


def _has_stem(word: Word, stem: str) -> bool:
    ending = len(word.folded) - len(stem)
    return word.is_capital and word.folded.startswith(stem) and ending <= false_friends.LONGEST_ENDING


def _is_about_football(words: Sequence[Word], spotted: Sequence[Spotted], language: str | None) -> bool:
    if any(not one.is_doubtful for one in spotted):
        return True
    vocabulary = false_friends.FOOTBALL.get(language or "en", frozenset())
    return len({word.folded for word in words} & vocabulary) >= 2


def _order_of_pools(spotted: Sequence[Spotted], words: Sequence[Word]) -> list[str]:
    """Which pool a shared name is of: the women's where the text is about them, else that of most names."""
    women = any(word.folded in false_friends.WOMEN for word in words)
    counted = Counter(pool for one in spotted for pool, _ in one.clubs)
    return sorted(counted, key=lambda pool: ((pool in false_friends.WOMENS_POOLS) != women, -counted[pool], pool))


def _club_of(one: Spotted, pools: Sequence[str]) -> tuple[str, str]:
    return min(one.clubs, key=lambda found: pools.index(found[0]))
