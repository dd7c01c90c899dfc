"""What is known around a match: form of both teams, who scored lately, who is missing, what the news say."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime

from touchline.football.player_belief import ORDER
from touchline.predictor.serving.reports import Appearance, Headline, Reports, Result, Word
from touchline.schemas.records import AvailabilityStatus, Provenance

FORM, SCORERS, MISSING, NEWS = 5, 4, 10, 6
LOOKED_BACK = 10  # matches in which goals are counted
PRESENT = {AvailabilityStatus.AVAILABLE.value, AvailabilityStatus.UNKNOWN.value}


@dataclass(frozen=True, slots=True)
class Scorer:
    """Goals in the latest matches of his team."""

    name: str
    goals: int
    minutes: int


@dataclass(frozen=True, slots=True)
class Missing:
    """A player who cannot be picked, or is in doubt, and whose word that is."""

    name: str
    status: str
    reason: str | None
    chance: float | None
    source: str
    document: str
    provenance: str
    said_at: datetime


@dataclass(frozen=True, slots=True)
class Side:
    """One team."""

    team: str
    form: Sequence[Result]
    looked_back: int
    scorers: Sequence[Scorer]
    missing: Sequence[Missing]


@dataclass(frozen=True, slots=True)
class Around:
    """Both teams, and news of either."""

    sides: Sequence[Side]
    headlines: Sequence[Headline]


async def around(reports: Reports, pool: str, teams: Sequence[str], known_by: datetime) -> Around:
    """All of it as it was known at a moment.

    Raises:
        Unavailable: MariaDB is away.
    """
    results = {team: await reports.results(pool, team, known_by, LOOKED_BACK) for team in teams}
    played = await reports.appearances(sorted({one.match_id for rows in results.values() for one in rows}), known_by)
    words = missing_of(await reports.words(pool, teams, known_by), played)
    goals = {team: scorers_of(played, team, [one.match_id for one in rows]) for team, rows in results.items()}
    ids = {*(one.player_id for one in words), *(player for rows in goals.values() for player, _, _ in rows)}
    names = await reports.names(sorted(ids))
    sides = [
        Side(
            team,
            results[team][:FORM],
            len(results[team]),
            [Scorer(names.get(player, player), scored, minutes) for player, scored, minutes in goals[team]],
            [_named(one, names) for one in words if one.team_id == team][:MISSING],
        )
        for team in teams
    ]
    return Around(sides, (await reports.headlines(pool, teams, known_by))[:NEWS])


def scorers_of(played: Sequence[Appearance], team: str, matches: Sequence[str]) -> list[tuple[str, int, int]]:
    """Player, goals and minutes of who scored in these matches, the most goals first; one assertion a match."""
    told: dict[tuple[str, str], Appearance] = {}
    for one in sorted(played, key=lambda one: (_trust(one.source), one.source), reverse=True):
        if one.team_id == team and one.match_id in matches:
            told[one.player_id, one.match_id] = one  # the most trusted comes last
    goals: dict[str, tuple[int, int]] = {}
    for one in told.values():
        scored, minutes = goals.get(one.player_id, (0, 0))
        goals[one.player_id] = (scored + one.goals, minutes + one.minutes)
    ranked = sorted(goals.items(), key=lambda item: (-item[1][0], item[1][1], item[0]))
    return [(player, scored, minutes) for player, (scored, minutes) in ranked if scored][:SCORERS]


def missing_of(words: Sequence[Word], played: Sequence[Appearance]) -> list[Word]:
    """The latest word on each player, where it says that he is out or in doubt and no match since has shown otherwise.

    `words` come newest first; a simulated one never stands in the way of a real one.
    """
    latest: dict[str, Word] = {}
    for one in sorted(words, key=lambda one: one.provenance == Provenance.SIMULATED.value):
        latest.setdefault(one.player_id, one)
    seen: dict[str, datetime] = {}
    for each in played:
        seen[each.player_id] = max(each.kick_off, seen.get(each.player_id, each.kick_off))
    return [
        one
        for one in latest.values()
        if one.status not in PRESENT and not (one.player_id in seen and seen[one.player_id] > one.said_at)
    ]


def _trust(source: str) -> int:
    return ORDER.index(source) if source in ORDER else len(ORDER)


def _named(word: Word, names: Mapping[str, str]) -> Missing:
    name = names.get(word.player_id, word.player_id)
    return Missing(
        name, word.status, word.reason, word.chance, word.source, word.document, word.provenance, word.said_at
    )
