"""What became of the requests: each claimed and run once, none missed. Pure."""

from collections import defaultdict
from collections.abc import Collection, Iterable, Mapping
from dataclasses import dataclass


@dataclass(frozen=True, slots=True)
class Verdict:
    """Numbers of requests. A training that was killed and begun again by the run that has the claim is a repeat."""

    requests: int
    missed: int  # without a claim, a decision or a training that ended
    doubled: int  # trained for by two runs, or by one that has not the claim, or decided twice
    repeats: int
    details: tuple[str, ...]


def judge(
    request_ids: Collection[str], claims: Mapping[str, str], decided: Iterable[str], records: Iterable[str]
) -> Verdict:
    """`claims` are runs by request, `decided` one request a decision, `records` the lines that trainings left.

    >>> lines = ["begun a 1", "begun a 1", "ended a 1 x", "begun b 2", "ended b 2 x", "begun b 3", "ended b 3 x"]
    >>> found = judge(["a", "b", "c"], {"a": "1", "b": "2"}, ["a", "b"], lines)
    >>> found.missed, found.doubled, found.repeats
    (1, 1, 1)
    >>> found.details
    ('c: no claim', 'b: trained for by 2, 3, claimed by 2')
    """
    begun, ended = _by_request(records)
    answers: dict[str, int] = defaultdict(int)
    for one in decided:
        answers[one] += 1
    missed = [
        f"{one}: no {'claim' if one not in claims else 'decision' if not answers[one] else 'training that ended'}"
        for one in request_ids
        if one not in claims or not answers[one] or not ended[one]
    ]
    doubled = [
        f"{one}: trained for by {', '.join(sorted(set(begun[one])))}, claimed by {claims[one]}"
        for one in request_ids
        if one in claims and (set(begun[one]) - {claims[one]} or answers[one] > 1)
    ]
    repeats = sum(len(begun[one]) - 1 for one in request_ids if len(begun[one]) > 1 and len(set(begun[one])) == 1)
    return Verdict(len(request_ids), len(missed), len(doubled), repeats, tuple(missed + doubled))


def _by_request(records: Iterable[str]) -> tuple[dict[str, list[str]], dict[str, list[str]]]:
    begun: dict[str, list[str]] = defaultdict(list)
    ended: dict[str, list[str]] = defaultdict(list)
    for what, request_id, run, *_ in (line.split() for line in records):
        (begun if what == "begun" else ended)[request_id].append(run)
    return begun, ended
