"""A small real blend, packed as the trainer packs: the Poisson grids of two filters, and a tiny logit on rates."""

from datetime import UTC, datetime, timedelta
from functools import cache

import lightgbm
import numpy as np

from touchline.football.blend import BLEND, BOTH, OVER, RESULT, Pooling, blend_file, logit_file, open_blend
from touchline.football.bundle import (
    GOLDENS_WITH_ODDS,
    Manifest,
    Model,
    golden_answers,
    goldens_with_odds,
    open_bundle,
    pack,
    sha256_of,
)
from touchline.football.catalogue import LATEST, MATCH_FEATURES, TEAM_FEATURES
from touchline.football.families import ordinary_meeting
from touchline.football.meeting import Occasion, meeting_values
from touchline.football.pool import Pool
from touchline.football.scoreline import poisson_grid
from touchline.football.team import TeamValues
from touchline.football.tilt import tilted
from touchline.football.vector import RATES, rate_features, without_odds
from touchline.football.with_odds import WithOdds
from touchline.predictor.prediction.forecast import Forecast, forecast_of

NOON = datetime(2019, 12, 26, 12, tzinfo=UTC)
ARSENAL_CHELSEA = Occasion("E0", "2019/20", NOON + timedelta(days=2), "arsenal", "chelsea", None)


def vector(**changes: float) -> list[float]:
    """The meeting of two teams that nobody knows, with some features changed."""
    assert changes.keys() <= set(MATCH_FEATURES)
    known = meeting_values(ARSENAL_CHELSEA, None, None)
    return [changes.get(name, value) for name, value in zip(MATCH_FEATURES, known, strict=True)]


GOLDEN = (
    vector(),
    vector(chances_rate_home=2.6, goals_rate_home=2.4, chances_rate_away=0.6),
    vector(chances_rate_away=2.2, shots_rate_away=1.9),
    vector(squad_worth_home=700.0, squad_worth_away=350.0),
)
ORDINARY = ordinary_meeting(np.array(GOLDEN))


PRICED = {"market_known": 1.0, "market_over_known": 1.0, "market_home": 0.7, "market_away": -0.1, "market_books": 6.0}


@cache
def little_trees() -> bytes:
    """Trees that learned noise: what they say does not matter, that they say it again bit by bit does."""
    dice = np.random.default_rng(7)
    values = np.array([vector()]) + dice.normal(size=(300, len(MATCH_FEATURES)))
    values[:, [MATCH_FEATURES.index(name) for name in RATES]] = dice.uniform(0.3, 3.0, (300, len(RATES)))
    parameters = {"objective": "multiclass", "num_class": 3, "num_leaves": 4, "verbosity": -1, "num_threads": 1}
    data = lightgbm.Dataset(without_odds(values), dice.integers(0, 3, 300))
    return str(lightgbm.train(parameters, data, num_boost_round=20).model_to_string()).encode()


def files(bias: float, with_odds: bool = False, trees: bool = False) -> dict[str, bytes]:
    """Three pools, the results' constant for a home win is `bias`; on demand trees, and the product with odds."""
    k = rate_features(np.array([vector()])).shape[1]
    coefficients = np.zeros((3, k))
    coefficients[0, 2], coefficients[2, 2] = 0.4, -0.4  # the difference of the first filter's log rates

    def pooling(constants: list[float], effects: list[float], **weights: float) -> Pooling:
        voices = tuple(name.replace("_", "-") for name in weights)
        return Pooling(voices, Pool(np.array(constants), np.array([*weights.values()]), np.array(effects)))

    halves = {"dynamic_goals": 0.5, "dynamic_chances": 0.5}
    poolings = {
        RESULT: pooling([bias, 0.0], [0.1, 0.2], **halves, rates_logit=0.1, **({"lightgbm": 0.1} if trees else {})),
        OVER: pooling([0.0], [], **halves),
        BOTH: pooling([0.0], [], dynamic_chances=0.9),
    }
    logit = logit_file(np.zeros(k), np.ones((1, k)), coefficients, np.array([[0.2, 0.0, 0.0]]))
    learned = {"rates-logit.npz": logit, **({"lightgbm-1x2.txt": little_trees()} if trees else {})}
    if not with_odds:
        return {BLEND: blend_file(poolings), **learned}
    near = {"market": 0.9, "blend": 0.2}  # to what prices say
    second = {
        RESULT: pooling([0.0, 0.0], [], **near),
        OVER: pooling([0.0], [], **near),
        BOTH: pooling([0.0], [], **near),
    }
    held = {BLEND: blend_file(poolings, second), **learned}
    priced = np.array([vector(**PRICED)])
    return {**held, GOLDENS_WITH_ODDS: goldens_with_odds(open_blend(held), WithOdds(second), priced)}


def bundle(version: str = "1", bias: float = 0.0, with_odds: bool = False, trees: bool = False) -> bytes:
    """The same as a bundle, with what it answers to its golden inputs."""
    held = files(bias, with_odds, trees)
    answers = golden_answers(open_blend(held), np.array(GOLDEN))
    manifest = Manifest(
        name="touchline-match",
        version=version,
        kind="blend",
        catalogue_version=LATEST,
        features=MATCH_FEATURES,
        snapshot="5" * 64,
        trained_until="2019-08-01T00:00:00+00:00",
        files={name: sha256_of(content) for name, content in held.items()},
        golden_inputs=tuple(map(tuple, GOLDEN)),
        golden_outputs=tuple(map(tuple, answers.tolist())),
        ordinary=tuple(ORDINARY.tolist()),
    )
    return pack(manifest, held)


def model(version: str = "1", bias: float = 0.0, with_odds: bool = False, trees: bool = False) -> Model:
    """The same, opened and checked."""
    data = bundle(version, bias, with_odds, trees)
    return open_bundle(data, sha256_of(data))


def said(home: float, draw: float, away: float) -> Forecast:
    """A forecast with these chances, to rounding."""
    return forecast_of(tilted(poisson_grid(1.5, 1.2), [home, draw, away]))


def team_values(team_id: str) -> list[float]:
    """A team's row: the later in the alphabet, the better its attack."""
    row = TeamValues(
        last_kick_off=(NOON - timedelta(days=7)).timestamp(), chances_attack=(ord(team_id[0]) - ord("e")) / 40
    )
    assert len(row) == len(TEAM_FEATURES)
    return list(row)
