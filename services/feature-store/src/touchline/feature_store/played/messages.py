"""Assertions of one competition, out of files of messages."""

from collections import defaultdict
from dataclasses import dataclass, field
from pathlib import Path

from touchline.feature_store.features.people.belief import competition_in
from touchline.feature_store.latest import latest, pool_of
from touchline.feature_store.people.recorded import recorded_versions
from touchline.feature_store.people.versions import RECORDS, FactVersion
from touchline.runtime.errors import Refused
from touchline.schemas.records import Match, Odds


@dataclass(frozen=True, slots=True)
class Asserted:
    """The latest word of each document on matches and on their prices (by match id), and what was said of people."""

    matches: list[Match]
    odds: dict[str, list[Odds]]
    people: list[FactVersion] = field(default_factory=list)


def asserted(folder: Path, competition: str) -> Asserted:
    """What files of messages say of a competition.

    Raises:
        Refused: the folder holds no whole set of messages, or none of that competition.
    """
    pool = pool_of(competition)
    matches = [one for one in latest(folder, Match, pool) if one.competition == competition]
    if not matches:
        raise Refused(f"{folder} tells of no match of {competition}")
    odds: dict[str, list[Odds]] = defaultdict(list)
    for one in latest(folder, Odds, pool):
        if competition_in(one.match_id) == competition:
            odds[one.match_id].append(one)
    people = recorded_versions(latest(folder, record, pool) for record in RECORDS)
    return Asserted(matches, dict(odds), list(people))
