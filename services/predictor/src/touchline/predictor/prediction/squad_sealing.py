"""From a forecast of two squads to the rows that are sealed next, or to the finding that nothing new is said."""

import dataclasses
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime

from touchline.football.bundle import sha256_of
from touchline.predictor.prediction.fixtures import is_coming
from touchline.predictor.prediction.player_forecast import Meeting, Squads
from touchline.predictor.prediction.player_said import NAMES, PlayerSaid, said_in, said_of
from touchline.predictor.prediction.sealing import Champion
from touchline.predictor.prediction.seals import Chain, seal_of_forecast
from touchline.schemas import event_id
from touchline.schemas.records import PlayerPrediction
from touchline.schemas.revision import first_of


@dataclass(frozen=True, slots=True)
class Rested:
    """What a forecast rests on: the match's sealed prediction with the goals that it expects, and document sets.

    `documents` has a set for each player and team (`E0/arsenal`) of whom anything was known.
    """

    pool: str
    prediction_id: str
    expected: tuple[float, float] | None  # of home and away; None: it was sealed before grids were kept
    documents: Mapping[str, str]


@dataclass(frozen=True, slots=True)
class Sealing:
    """When and where in the pool's chain rows are sealed."""

    chain: Chain
    clock: datetime
    incarnation: int
    recorded_at: datetime


def next_forecast(
    meeting: Meeting,
    said: Squads,
    rested: Rested,
    champion: Champion,
    sealing: Sealing,
    before: Sequence[PlayerPrediction],
) -> list[PlayerPrediction]:
    """The rows to seal next, by player; none when the same model says the same of the same players and kick-off.

    Raises:
        ValueError: the match has started by the football clock; such rows must never exist.
    """
    if not is_coming(meeting.kick_off, sealing.clock):
        raise ValueError(f"{meeting.match_id} kicked off at {meeting.kick_off}, the clock says {sealing.clock}")
    numbers = {player: said_of(said, place) for place, player in enumerate(said.players)}
    sides = dict(zip(said.players, said.teams, strict=True))
    if before and _says_the_same(before, meeting, numbers, sides, champion):
        return []
    supersedes = before[0].forecast_id if before else None
    content = sha256_of(said.values.tobytes() + repr(rested.expected).encode())
    # a model that returns to the throne speaks anew: what is superseded is part of the name
    name = event_id(meeting.match_id, "players", champion.version, content, supersedes or "", meeting.kick_off)
    rows = [
        _row(meeting, said, rested, champion, sealing, numbers[player], place, name, supersedes)
        for place, player in sorted(enumerate(said.players), key=lambda pair: pair[1])
    ]
    seal = seal_of_forecast(rows)
    return [dataclasses.replace(row, seal=seal) for row in rows]


def _row(
    meeting: Meeting,
    said: Squads,
    rested: Rested,
    champion: Champion,
    sealing: Sealing,
    numbers: PlayerSaid,
    place: int,
    forecast_id: str,
    supersedes: str | None,
) -> PlayerPrediction:
    player, side = said.players[place], said.teams[place]
    team, opponent = meeting.teams[side], meeting.teams[1 - side]
    return PlayerPrediction(
        forecast_id=forecast_id,
        player_id=player,
        match_id=meeting.match_id,
        pool=rested.pool,
        competition=meeting.competition,
        season=meeting.season,
        team_id=team,
        opponent_id=opponent,
        at_home=side == 0,
        model_name=champion.name,
        model_version=champion.version,
        catalogue_version=champion.catalogue_version,
        snapshot=champion.snapshot,
        match_prediction_id=rested.prediction_id,
        values=said.values[place].tolist(),
        document_set=rested.documents.get(player),
        team_document_set=rested.documents.get(f"{meeting.competition}/{team}"),
        opponent_document_set=rested.documents.get(f"{meeting.competition}/{opponent}"),
        absences_read=not said.silent,
        **{name: getattr(numbers, name) for name in NAMES},
        team_goals_expected=None if rested.expected is None else rested.expected[side],
        supersedes=supersedes,
        previous_seal=sealing.chain.seal,
        seal="",
        event_time=meeting.kick_off,
        available_at=sealing.clock,
        recorded_at=sealing.recorded_at,
        revision=first_of(sealing.incarnation) + sealing.chain.sequence + 1,
    )


def _says_the_same(
    before: Sequence[PlayerPrediction],
    meeting: Meeting,
    numbers: Mapping[str, PlayerSaid],
    sides: Mapping[str, int],
    champion: Champion,
) -> bool:
    if (before[0].model_version, before[0].event_time) != (champion.version, meeting.kick_off):
        return False
    stands = {row.player_id: (int(not row.at_home), said_in(row)) for row in before}
    return stands == {player: (sides[player], said) for player, said in numbers.items()}
