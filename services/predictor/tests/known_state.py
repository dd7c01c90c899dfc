"""What a replica knows in these tests: three teams, a fixture with a prediction, one document, a champion."""

from dataclasses import replace
from datetime import timedelta
from typing import Any, cast

from hypothesis import strategies as st

from touchline.football.bundle import sha256_of
from touchline.football.catalogue import catalogue
from touchline.predictor.ports import Bundles
from touchline.predictor.prediction.sealing import next_seal
from touchline.predictor.prediction.seals import Chain
from touchline.predictor.serving.lineage import Asked
from touchline.predictor.serving.state import READ, Served, State
from touchline.runtime.errors import Unavailable
from touchline.schemas.records import MatchPrediction
from touchline.schemas.topics import MATCH_FEATURES, MATCH_PREDICTIONS, PROMOTIONS, RAW_DOCUMENTS, TEAM_FEATURES

KNOWN = "E0:2019-20:arsenal:chelsea"
NO_BUNDLES = cast(Bundles, None)  # for tests that ask for no explanation
FAR = "E0:2019-20:everton:arsenal"


class KnownSources:
    """What MariaDB would say; `down` makes it unreachable."""

    def __init__(self, document: str) -> None:
        self.document = document
        self.down = False

    async def vector(self, row: MatchPrediction) -> dict[str, Any] | None:
        if self.down:
            raise Unavailable("MariaDB: gone")
        return {
            "values": [1.0] * len(catalogue(row.catalogue_version).matches),
            "state_hash": "f" * 64,
            "kick_off": "t",
            "available_at": "t",
        }

    async def documents(self, document_set: str) -> list[dict[str, Any]]:
        return [
            {"sha256": sha256, "source": "football-data", "document_key": "key", "available_at": "t"}
            for sha256 in (self.document, "0" * 64)
        ]

    async def bundle(self, row: MatchPrediction) -> tuple[str, str] | None:
        return "models/1", "b" * 64

    async def prices(self, row: MatchPrediction) -> list[Asked]:
        told = {"average": (2.0, 3.4, 3.9), "b365": (2.1, 3.3, 3.8)}
        where = ("football-data", "key", self.document, "2019-12-24T12:00:00Z")
        return [Asked(one, "1x2", None, ("home", "draw", "away"), prices, *where) for one, prices in told.items()]


def known_state(make: Any) -> State:
    """Three teams, a fixture with a prediction, one beyond the horizon, one document, a champion."""
    state = State(make.horizon)
    near, far = make.features(KNOWN), make.features(FAR, event_time=make.noon + timedelta(days=20))
    both = replace(make.said(0.5, 0.3, 0.2), grid_with_odds=make.said(0.55, 0.27, 0.18).grid)
    row = next_seal(
        make.fixture(match_id=KNOWN), both, make.champion(), before=None, chain=Chain(),
        clock=make.noon, incarnation=0, recorded_at=make.noon,
    )  # fmt: skip
    teams = [make.team(name) for name in ("arsenal", "chelsea", "everton")]
    data = make.bundle()
    for topic, rows in (
        (MATCH_FEATURES, [near, far]),
        (MATCH_PREDICTIONS, [row]),
        (TEAM_FEATURES, [*teams, make.team("paris", pool="FRA")]),
        (RAW_DOCUMENTS, [make.raw_document()]),
        (PROMOTIONS, [make.promotion("1", 1, data)]),
    ):
        state.apply(topic, make.message(topic, rows), make.noon)
    state.served = Served(make.model(), "models/1", sha256_of(data), make.noon)
    state.caught_up = {topic.name for topic in READ}
    return state


NAMES = st.sampled_from(["match_id", "home", "away", "date", "x"])
VALUES = st.one_of(
    st.text(max_size=200), st.sampled_from([KNOWN, FAR, "arsenal", "chelsea", "2020-01-01", "%00", "\ud7ff"])
)
