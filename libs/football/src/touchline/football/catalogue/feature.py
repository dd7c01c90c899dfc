"""One feature, and what no feature may be made of."""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from types import MappingProxyType

RESULTS = (
    "results available at the moment asked or before; of one moment, each is computed from what was known before it"
)
PRICES = "prices of the moment before the match, from when they were taken"
SQUADS = "what was said, listed or played by the moment asked"
FIXTURE = "the fixture as known at the moment asked"

REFUSED: Mapping[str, str] = MappingProxyType(
    {
        "Odds": "of which moment? Closing prices are known too late: name Odds.before",
        "Odds.closing": "closing prices are known when the match begins, too late to predict it; take Odds.before",
        "PlayerMatch.xP": "the provider may have changed xP after the match; take what the matches before it say",
        "Availability.until": "when an absence ends is known in hindsight only; take Availability.status and .since",
        "Availability.days": "how long an absence lasted is known in hindsight only; take Availability.since",
        "Availability.games": "how many matches were missed is known in hindsight only; count those missed so far",
    }
)


@dataclass(frozen=True, slots=True)
class Feature:
    """One feature: its name, unit, formula in words, what stands for a missing value, and the range it keeps to.

    `sources` are the records that it is made of, or fields of them (`Match`, `Odds.before`, `Availability.since`);
    `availability` is the rule by which they count as known, in words.
    """

    name: str
    unit: str
    formula: str
    missing: str
    lowest: float
    highest: float
    owner: str = "feature-store"
    sources: tuple[str, ...] = ("Match",)
    availability: str = RESULTS


def check(features: Iterable[Feature]) -> None:
    """Raise ValueError, with a sentence, for a name given twice, an empty range or a source that looks ahead.

    >>> check([Feature("late", "odds", "closing price", "never", 1, 1000, sources=("Odds.closing",))])
    Traceback (most recent call last):
    ValueError: late is made of Odds.closing: closing prices are known when the match begins, too late to predict it; \
take Odds.before
    """
    names: set[str] = set()
    for feature in features:
        if feature.name in names:
            raise ValueError(f"two features are called {feature.name}; a name pins one meaning: rename one of them")
        names.add(feature.name)
        if not feature.lowest < feature.highest:
            raise ValueError(f"{feature.name} ranges from {feature.lowest} to {feature.highest}: swap the two")
        for source in feature.sources:
            if source in REFUSED:
                raise ValueError(f"{feature.name} is made of {source}: {REFUSED[source]}")
