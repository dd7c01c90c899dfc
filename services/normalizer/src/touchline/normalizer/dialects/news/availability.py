"""Who can be picked and who cannot, as the sentences of an article say; each statement keeps its sentence.

A clause with one player is about him. In one with several it is about those right before the words that say it ("Okafor
and Lund are injured"), unless these words introduce him ("the injured Okafor", "without Okafor").
"""

import re
from collections.abc import Iterator, Sequence
from dataclasses import dataclass

from touchline.normalizer.dialects.news.people import Mention, Person, is_staff
from touchline.normalizer.dialects.news.sentences import sentences
from touchline.normalizer.dialects.news.specification import MOST_SENTENCE
from touchline.normalizer.dialects.news.vocabulary import VOCABULARIES
from touchline.normalizer.dialects.news.vocabulary.patterns import Vocabulary
from touchline.schemas.records import AvailabilityStatus

MOST_BREAKS = 12  # a sentence with more is a list
_TOGETHER = re.compile(r"(?:,| and| und| sowie| и| &|, and|, und|\s)+(?:both |the |defender |striker |midfielder )?")


@dataclass(frozen=True, slots=True)
class Statement:
    """What a sentence says about someone."""

    person: Person
    status: AvailabilityStatus
    reason: str | None
    sentence: str


@dataclass(frozen=True, slots=True)
class Clause:
    """A part of a sentence that makes one statement, and whom it names."""

    text: str
    mentions: tuple[Mention, ...]


@dataclass(frozen=True, slots=True)
class Said:
    """A status, and where in its clause the words for it stand."""

    status: AvailabilityStatus
    begin: int
    end: int


def statements(text: str, mentions: Sequence[Mention], language: str | None) -> Iterator[Statement]:
    """Everything that a text says of the availability of those whom it names, once a sentence and person."""
    words = VOCABULARIES.get(language or "en")
    if words is None:
        return
    about: Person | None = None
    for sentence, found in _with_mentions(text, mentions, language):
        named = {mention.person for mention in found}
        if (named or about) and status_of(sentence, words):
            for person, status, reason in _stated(sentence, found, about, words):
                yield Statement(person, status, reason, sentence)
        if len(named) == 1:
            about = next(iter(named))
        elif named or not words.pronoun.match(sentence):
            about = None


def _with_mentions(
    text: str, mentions: Sequence[Mention], language: str | None
) -> Iterator[tuple[str, tuple[Mention, ...]]]:
    """Each sentence with whom it names, their places counted from its beginning."""
    at = 0
    for whole in sentences(text, language):
        at = text.index(whole, at)
        sentence = whole[:MOST_SENTENCE]
        inside = (one for one in mentions if at <= one.begin and one.end <= at + len(sentence))
        yield sentence, tuple(Mention(one.begin - at, one.end - at, one.person) for one in inside)
        at += len(whole)


def _stated(
    sentence: str, mentions: Sequence[Mention], about: Person | None, words: Vocabulary
) -> Iterator[tuple[Person, AvailabilityStatus, str | None]]:
    done: set[Person] = set()
    for clause in clauses(sentence, mentions, words):
        said = status_of(clause.text, words)
        if said is None:
            continue
        for person in _whom(clause, said, about, sentence, words):
            if person not in done:
                done.add(person)
                yield person, said.status, _reason(clause.text, said, words)


def status_of(clause: str, words: Vocabulary) -> Said | None:
    """What a clause says, of whomever.

    >>> status_of("Okafor is a doubt with a knee injury", VOCABULARIES["en"]).status.value
    'doubtful'
    >>> status_of("Okafor has recovered from a knee injury", VOCABULARIES["en"]).status.value
    'available'
    """
    left = words.nothing.sub(_blank, clause)
    back = words.available.search(left)
    if back and words.since.match(left, back.end()):
        left = left[: back.end()]
    left = words.available.sub(_blank, left)
    for status, pattern in words.statuses:
        found = pattern.search(left)
        if found:
            return Said(status, found.start(), found.end())
    return Said(AvailabilityStatus.AVAILABLE, back.start(), back.end()) if back else None


def clauses(sentence: str, mentions: Sequence[Mention], words: Vocabulary) -> list[Clause]:
    """The statements of a sentence: cut where another one begins about somebody else.

    >>> okafor, lund = Mention(0, 6, Person("Okafor", "a")), Mention(22, 26, Person("Lund", "b"))
    >>> [one.text for one in clauses("Okafor is injured but Lund is fit", (okafor, lund), VOCABULARIES["en"])]
    ['Okafor is injured but ', 'Lund is fit']
    """
    cuts = [0]
    breaks = [(found.end(), True) for found in words.strong_breaks.finditer(sentence)]
    breaks += [(found.end(), False) for found in words.weak_breaks.finditer(sentence)]
    for place, is_strong in sorted(breaks)[:MOST_BREAKS]:
        before, after = _cut(sentence, mentions, cuts[-1], place), _cut(sentence, mentions, place, len(sentence))
        whole = bool(before.mentions) and status_of(before.text, words) is not None
        if after.mentions and (bool(before.mentions) if is_strong else whole and status_of(after.text, words)):
            cuts.append(place)
    return [_cut(sentence, mentions, begin, end) for begin, end in zip(cuts, [*cuts[1:], len(sentence)], strict=True)]


def _cut(sentence: str, mentions: Sequence[Mention], begin: int, end: int) -> Clause:
    inside = (one for one in mentions if begin <= one.begin and one.end <= end)
    return Clause(sentence[begin:end], tuple(Mention(one.begin - begin, one.end - begin, one.person) for one in inside))


def _whom(clause: Clause, said: Said, about: Person | None, sentence: str, words: Vocabulary) -> list[Person]:
    mentions = [one for one in clause.mentions if not is_staff(clause.text, one)]
    if not clause.mentions:
        return [about] if about and words.pronoun.match(sentence) else []
    introduced = [
        one
        for one in mentions
        if words.described.search(clause.text[: one.begin]) or words.ahead.search(clause.text[: one.begin])
    ]
    if introduced:
        return _people(_following(clause.text, mentions, introduced[0]))
    before = [one for one in mentions if one.end <= said.begin]
    if before:
        return _people(_preceding(clause.text, before))
    return _people(_following(clause.text, mentions, mentions[0])) if mentions else []


def _preceding(text: str, mentions: Sequence[Mention]) -> list[Mention]:
    """The last one, and those joined to him: "Okafor, Lund and Quill"."""
    group = [mentions[-1]]
    for one in reversed(mentions[:-1]):
        if not _TOGETHER.fullmatch(text, one.end, group[0].begin):
            break
        group.insert(0, one)
    return group


def _following(text: str, mentions: Sequence[Mention], first: Mention) -> list[Mention]:
    group = [first]
    for one in mentions:
        if one.begin > group[-1].begin and _TOGETHER.fullmatch(text, group[-1].end, one.begin):
            group.append(one)
    return group


def _people(mentions: Sequence[Mention]) -> list[Person]:
    return list(dict.fromkeys(mention.person for mention in mentions))


def _reason(clause: str, said: Said, words: Vocabulary) -> str | None:
    """As it is worded; the one nearest to the status, and none for somebody who is back."""
    if said.status is AvailabilityStatus.AVAILABLE:
        return None
    found = words.reason.finditer(words.nothing.sub(_blank, clause))
    nearest = min(found, key=lambda match: abs(match.start() - said.begin), default=None)
    return nearest[0].lower() if nearest else None


def _blank(found: re.Match[str]) -> str:
    return " " * len(found[0])
