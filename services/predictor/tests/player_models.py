"""Small real models of players, packed as the trainer packs, and two squads as MariaDB would tell of them."""

import io
from collections.abc import Sequence
from dataclasses import dataclass, field
from datetime import datetime, timedelta

import lightgbm
import numpy as np
from known_facts import NOON, appearance

from touchline.football.bundle import Manifest, pack, sha256_of
from touchline.football.catalogue import LATEST
from touchline.football.player_bundle import FEATURES, KIND, files_of, players_of
from touchline.football.player_inputs import INPUTS
from touchline.football.player_meeting import UNHEARD
from touchline.football.player_points import base_of
from touchline.football.player_set import (
    ASSISTS,
    GOALS,
    MINUTES_IF_STARTED,
    MINUTES_IF_SUBSTITUTE,
    POINTS_DIRECT,
    POINTS_IF_STARTED,
    POINTS_IF_SUBSTITUTE,
    POINTS_SPREAD,
    ROLE,
    TEAM,
    spreads,
)
from touchline.football.player_team_goals import TeamGoals
from touchline.football.team import TeamValues
from touchline.predictor.serving.squads import ServedRow
from touchline.schemas.records import PlayerMatch

NAME, OWN_PLAYERS = "touchline-player", 0.97
TARGETS = {
    MINUTES_IF_STARTED: (80.0, 3.0),
    MINUTES_IF_SUBSTITUTE: (20.0, 3.0),
    GOALS: (0.15, 0.05),
    ASSISTS: (0.12, 0.04),
    POINTS_DIRECT: (1.5, 0.5),
    POINTS_IF_STARTED: (3.0, 0.5),
    POINTS_IF_SUBSTITUTE: (1.0, 0.2),
}


def player_files(seed: int) -> dict[str, bytes]:
    """Trees on rows made by chance; he starts who is expected to."""
    dice = np.random.default_rng(seed)
    values = dice.normal(size=(400, len(INPUTS)))
    values[:, INPUTS.index("minutes_expected")] = dice.uniform(0, 90, 400)
    regular = values[:, INPUTS.index("minutes_expected")] / 45.0 - 1.0
    made = {name: _booster(values, mean + spread * regular) for name, (mean, spread) in TARGETS.items()}
    roles = np.clip(np.round(1 + regular), 0, 2)
    sink = io.BytesIO()
    np.savez(sink, **{name: base_of(np.array([1, 2, 2, 6])) for name in spreads()})  # type: ignore[arg-type]
    team = TeamGoals(np.zeros(6), np.ones(6), np.zeros(6), 0.3, 0.7, OWN_PLAYERS)
    roles_text = _booster(values, roles, objective="multiclass", num_class=3)
    return {**made, ROLE: roles_text, POINTS_SPREAD: sink.getvalue(), TEAM: team.content()}


def player_bundle(version: str = "p1", seed: int = 1) -> bytes:
    """Both sets, with what they answer to their golden inputs."""
    files = files_of(player_files(seed), player_files(seed + 1))
    golden = np.random.default_rng(seed).uniform(0, 1, (3, len(FEATURES)))
    hashes = {name: sha256_of(content) for name, content in files.items()}

    def manifest(answers: Sequence[Sequence[float]]) -> Manifest:
        rows = tuple(map(tuple, golden.tolist()))
        return Manifest(
            NAME,
            version,
            KIND,
            LATEST,
            FEATURES,
            "5" * 64,
            NOON.isoformat(),
            hashes,
            rows,
            tuple(map(tuple, answers)),
            (),
        )

    return pack(manifest(players_of(manifest([]), files).golden_answers(golden).tolist()), files)


def _booster(values: np.ndarray, target: np.ndarray, **objective: object) -> bytes:
    constants = {"verbosity": -1, "num_threads": 1, "deterministic": True, "num_leaves": 4, "objective": "l2"}
    rows = lightgbm.Dataset(values, target)
    text: str = lightgbm.train({**constants, **objective}, rows, num_boost_round=5).model_to_string()
    return text.encode()


def squad(team: str, size: int = 14) -> list[PlayerMatch]:
    """Everybody whom the gameweek before lists for a team; only eleven have played."""
    return [
        appearance(
            7,
            player_id=f"{team}-{number}",
            team_id=team,
            match_id=f"E0:2019-20:{team}:club-7",
            minutes=90 if number < 11 else 0,
            yellow_cards=1,
            red_cards=int(number == 3),
        )
        for number in range(size)
    ]


@dataclass
class KnownSquads:
    """What MariaDB would say of two squads; nothing later than a moment is told."""

    played: list[PlayerMatch] = field(default_factory=lambda: [*squad("arsenal"), *squad("chelsea")])
    lists: dict[str, list[str]] = field(default_factory=dict)
    asked_at: list[datetime] = field(default_factory=list)

    async def season_of(
        self, competition: str, season: str, teams: Sequence[str], known_by: datetime
    ) -> list[PlayerMatch]:
        self.asked_at.append(known_by)
        return [one for one in self.played if one.team_id in teams and one.available_at <= known_by]

    async def listed(self, season: str, team: str, known_by: datetime) -> list[str]:
        return self.lists.get(team, [])

    async def served(self, kind: str, entities: Sequence[str], known_by: datetime) -> dict[str, ServedRow]:
        return {entity: self._row(kind, place) for place, entity in enumerate(sorted(entities))}

    async def first_season(self, competition: str, known_by: datetime) -> str | None:
        return "2010/11"

    def _row(self, kind: str, place: int) -> ServedRow:
        values = list(UNHEARD.values) if kind == "player" else list(TeamValues(elo=1500.0 + 50 * place))
        if kind == "player":
            values[0] = 85.0 - 3 * place
        return ServedRow("2019/20", tuple(values), NOON - timedelta(days=6), f"{place:064x}")
