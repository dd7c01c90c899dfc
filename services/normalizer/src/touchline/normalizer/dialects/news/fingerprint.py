"""One story, many outlets: 64 bits of an article's words, of which near-duplicates differ in few.

M. Charikar, Similarity estimation techniques from rounding algorithms, STOC 2002; G. S. Manku, A. Jain and A. Das
Sarma, Detecting near-duplicates for web crawling, WWW 2007. Each shingle s of two words has a hash h(s) of 64 bits
and the weight w(s) with which it occurs; bit i of the fingerprint is 1 where sum over s of w(s) (2 h(s)_i - 1) > 0. Two
texts that share most of their shingles agree in most bits; unrelated ones differ in about 32.
"""

import re
from collections import Counter
from collections.abc import Sequence
from hashlib import blake2b

BITS = 64
SHINGLE = 2  # words; with one, articles of one language look alike, with three a retold one differs too much
# Our near-duplicates (one agency's text in two outlets) differ in 9 bits; the recorded pages without their last third
# in at most 13 from themselves, with each twentieth word changed in at most 15, with each tenth in 14 on average. No
# two other samples differ in fewer than 24, nor do the halves of one page; unrelated texts differ in 32, deviation 4.
# Manku et al. take 3 of 64, but they look for copies among 8 billion pages, we for one story among hundreds a week.
NEAR = 16
_WORD = re.compile(r"\w+")


def fingerprint(text: str) -> str:
    """64 bits in hexadecimal; case, punctuation and spacing do not count.

    >>> fingerprint("Okafor is out.") == fingerprint("okafor  IS out")
    True
    """
    sums = [0] * BITS
    for shingle, weight in _shingles(text).items():
        bits = int.from_bytes(blake2b(shingle.encode(), digest_size=BITS // 8).digest(), "big")
        for place in range(BITS):
            sums[place] += weight if bits >> place & 1 else -weight
    return f"{sum(1 << place for place, total in enumerate(sums) if total > 0):016x}"


def distance(one: str, other: str) -> int:
    """In how many bits two fingerprints differ.

    >>> distance("00000000000000ff", "000000000000000f")
    4
    """
    return (int(one, 16) ^ int(other, 16)).bit_count()


def is_near_duplicate(one: str, other: str, bits: int = NEAR) -> bool:
    """Whether two articles tell the same in nearly the same words: at most so many bits differ."""
    return distance(one, other) <= bits


def stories(fingerprints: Sequence[str], bits: int = NEAR) -> list[list[int]]:
    """Articles joined into stories, as places in the sequence: each is in the first story whose first article it is
    near to, so no chain of small steps leads from one story to another.

    >>> stories(["00000000000000ff", "ffffffff00000000", "000000000000007f"])
    [[0, 2], [1]]
    """
    found: list[list[int]] = []
    for place, one in enumerate(fingerprints):
        story = next((story for story in found if is_near_duplicate(fingerprints[story[0]], one, bits)), None)
        if story is None:
            found.append([place])
        else:
            story.append(place)
    return found


def _shingles(text: str) -> Counter[str]:
    words = _WORD.findall(text.casefold())
    return Counter(" ".join(words[at : at + SHINGLE]) for at in range(max(1, len(words) - SHINGLE + 1)))
