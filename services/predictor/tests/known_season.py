"""A league of twenty clubs in the middle of its season, and a replica that has heard of it."""

from dataclasses import replace
from datetime import timedelta
from itertools import permutations
from typing import Any

from blends import NOON, vector
from known_facts import DAY, KnownFacts, match

from touchline.football.bundle import sha256_of
from touchline.predictor.prediction.sealing import next_seal
from touchline.predictor.prediction.seals import Chain
from touchline.predictor.serving.state import Served, State
from touchline.schemas.records import Match
from touchline.schemas.topics import MATCH_FEATURES, MATCH_PREDICTIONS, TEAM_FEATURES

CLUBS = sorted(f"{letter}-club" for letter in "abcdefghijklmnopqrst")
PAIRS = list(permutations(CLUBS, 2))
PLAYED, LISTED = 300, 340  # of 380: the rest has no day yet
COMING = [f"E0:2019-20:{home}:{away}" for home, away in PAIRS[PLAYED:LISTED]]


def asserted(place: int, **about: Any) -> Match:
    """What a document says of one of the 380 matches: a result of before, or that it is to be played."""
    home, away = PAIRS[place]
    goals = (place % 4, place % 3) if place < PLAYED else None
    times = {"event_time": NOON - 7 * DAY, "available_at": NOON - 6 * DAY}
    if goals is None:
        times = {"event_time": NOON + timedelta(days=2 + place - PLAYED), "available_at": NOON - DAY}
    named = {"match_id": f"E0:2019-20:{home}:{away}", "home_team": home, "away_team": away}
    return match(goals, **named | times | about)


def season_facts() -> KnownFacts:
    """All that documents say: 300 results, 40 fixtures; vectors of all of these but the last."""
    facts = KnownFacts([asserted(place) for place in range(LISTED)])
    facts.vectors = dict.fromkeys(COMING[:-1], vector(chances_rate_home=2.0))
    return facts


def season_state(make: Any) -> State:
    """A replica that knows the clubs, the first fixture with its prediction, the rest as meetings, and a champion."""
    state = State(make.horizon)
    features = [
        make.features(match_id, event_time=asserted(PLAYED + at).event_time) for at, match_id in enumerate(COMING)
    ]
    sealed = next_seal(
        make.fixture(match_id=COMING[0], event_time=features[0].event_time), make.said(0.5, 0.3, 0.2), make.champion(),
        before=None, chain=Chain(), clock=make.noon, incarnation=0, recorded_at=make.noon,
    )  # fmt: skip
    for topic, rows in (
        (MATCH_FEATURES, features),
        (MATCH_PREDICTIONS, [sealed]),
        (TEAM_FEATURES, [make.team(club) for club in CLUBS]),
    ):
        state.apply(topic, make.message(topic, rows), make.noon)
    state.served = Served(make.model(), "models/1", sha256_of(make.bundle()), make.noon)
    return state


def resealed(state: State, **changes: Any) -> None:
    """Another standing prediction of the first fixture."""
    state.latest[COMING[0]] = replace(state.latest[COMING[0]], **changes)
