"""Where sentences end: not after St., 1. or A., and always at the end of a paragraph."""

import re
from collections.abc import Iterator, Mapping
from types import MappingProxyType

from touchline.normalizer.dialects.news.words import word_set

# Words before a full stop that end no sentence, in lower case.
ABBREVIATIONS: Mapping[str, frozenset[str]] = MappingProxyType(
    {
        "en": word_set("mr mrs ms dr prof st jr sr vs v no capt lt sgt rev hon approx e.g i.e u.s u.k fr"),
        "de": word_set("dr prof st nr bzw ca evtl ggf vgl sog inkl hr fr bor z.b u.a d.h max min mio mrd str tel abs"),
        "ru": word_set("г гг им ул св проф т.е т.к мин тыс млн млрд стр рис др пр акад д-р"),
    }
)
_END = re.compile(r"[.!?…]+[\"'”’»“)\]]*\s+(?=[\"'“„«(\[]?[A-ZА-ЯЁÄÖÜÀ-Þ0-9])")
_LAST_WORD = re.compile(r"(?:^|[\s(\"'„«“])([^\s(\"'„«“]+)$")
_ORDINAL = re.compile(r"\d{1,2}")
_CLUB = re.compile(r"(?:FC|FSV|FFC|SC|SV|BC|TSV)\b")


def sentences(text: str, language: str | None = "en") -> Iterator[str]:
    """The sentences of a text, in order.

    >>> list(sentences("St. Pauli beat the 1. FC Köln. J. Smith saw it."))
    ['St. Pauli beat the 1. FC Köln.', 'J. Smith saw it.']
    """
    for paragraph in text.splitlines():
        begin = 0
        for end in _END.finditer(paragraph):
            if not _goes_on(paragraph, end, language or "en"):
                yield paragraph[begin : end.end()].strip()
                begin = end.end()
        if rest := paragraph[begin:].strip():
            yield rest


def _goes_on(paragraph: str, end: re.Match[str], language: str) -> bool:
    """Whether what looks like an end is none."""
    if not end.group().startswith(". "):
        return False
    last = _LAST_WORD.search(paragraph[max(0, end.start() - 40) : end.start()])
    word = last[1] if last else ""
    if len(word) == 1 and word.isalpha() and word.isupper():  # J. Smith
        return True
    if _ORDINAL.fullmatch(word):  # 23. Juli, 1. FC Köln; an English sentence may end in a number
        return language == "de" or _CLUB.match(paragraph, end.end()) is not None
    if word.lower() == "no":  # No. 10; but also: he said no.
        return paragraph[end.end() : end.end() + 1].isdigit()
    return word.lower() in ABBREVIATIONS.get(language, frozenset())
