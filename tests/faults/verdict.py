"""What became of the events of one run: lost, doubled, or as it should be. Pure."""

from collections import Counter
from collections.abc import Collection, Iterable, Mapping, Sequence
from dataclasses import dataclass

LATE = 2.0  # seconds; what takes longer waited for the fault


@dataclass(frozen=True, slots=True)
class Outcome:
    """What a run left behind. `messages` are (number, ce_id, time), with an empty ce_id where there is none."""

    offered: Mapping[int, float]  # number → when the world offered it
    unread: Collection[int]  # not consumed when the bound was reached
    effects: Sequence[tuple[int, float]]
    messages: Sequence[tuple[int, str, float]]


@dataclass(frozen=True, slots=True)
class Verdict:
    """Numbers of events, and the seconds from the fault until the last delayed event was through."""

    offered: int
    lost: int
    doubled: int
    repeats: int  # messages sent again under the same ce_id, which a reader recognises
    stuck: int  # 1: events were still unread at the bound
    recovery: float


def judge(outcome: Outcome, fault_at: float) -> Verdict:
    """An event is lost when its row or its message is missing, doubled when it has more than one that counts.

    >>> offered = {1: 0.0, 2: 0.0, 3: 0.0}
    >>> rows = [(1, 0.1), (2, 0.1), (2, 9.0)]
    >>> sent = [(1, "a", 0.1), (1, "a", 0.2), (2, "b", 9.0)]
    >>> judge(Outcome(offered, set(), rows, sent), fault_at=0.0)
    Verdict(offered=3, lost=1, doubled=1, repeats=1, stuck=0, recovery=9.0)
    """
    rows = Counter(number for number, _ in outcome.effects)
    distinct = {(number, ce_id) for number, ce_id, _ in outcome.messages if ce_id}
    nameless = [number for number, ce_id, _ in outcome.messages if not ce_id]
    sent = Counter([*(number for number, _ in distinct), *nameless])
    read = [number for number in outcome.offered if number not in outcome.unread]
    return Verdict(
        offered=len(outcome.offered),
        lost=sum(not rows[number] or not sent[number] for number in read),
        doubled=sum(rows[number] > 1 or sent[number] > 1 for number in rows.keys() | sent.keys()),
        repeats=len(outcome.messages) - len(distinct) - len(nameless),
        stuck=int(bool(outcome.unread)),
        recovery=_recovery(outcome, fault_at),
    )


def percentile(values: Sequence[float], share: float) -> float:
    """The smallest value that at least this share does not exceed.

    >>> percentile([1.0, 2.0, 3.0, 4.0], 0.95), percentile([], 0.95)
    (4.0, 0.0)
    """
    ordered = sorted(values)
    return ordered[min(len(ordered) - 1, int(len(ordered) * share))] if ordered else 0.0


def _recovery(outcome: Outcome, fault_at: float) -> float:
    applied = dict(sorted(outcome.effects, key=lambda pair: pair[1]))  # the last effect of each: a double is not over
    sent = _first((number, moment) for number, _, moment in outcome.messages)
    through = {number: max(applied[number], sent[number]) for number in applied.keys() & sent.keys()}
    late = [moment for number, moment in through.items() if moment - outcome.offered[number] > LATE]
    return round(max(late, default=fault_at) - fault_at, 3)


def _first(pairs: Iterable[tuple[int, float]]) -> dict[int, float]:
    moments: dict[int, float] = {}
    for number, moment in pairs:
        moments[number] = min(moment, moments.get(number, moment))
    return moments
