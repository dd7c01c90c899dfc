"""A small real blend on simulated matches, for tests of bundles and of explanations: a voice of each kind."""

from datetime import UTC, datetime

import lightgbm
import numpy as np

from touchline.football.blend import BLEND, BOTH, OVER, RESULT, Pooling, blend_file, file_of, logit_file
from touchline.football.catalogue import MATCH_FEATURES
from touchline.football.meeting import Occasion, meeting_values
from touchline.football.pool import Pool
from touchline.football.vector import rate_features, without_odds

RANDOM = np.random.default_rng(5)
MEETING = Occasion("E0", "2019/20", datetime(2019, 8, 17, 15, tzinfo=UTC), "arsenal", "chelsea", None)
# simulated: meetings of unknown teams, every number moved by a few percent
INPUTS = np.array(meeting_values(MEETING, None, None)) * RANDOM.normal(1, 0.03, size=(300, len(MATCH_FEATURES)))
ELO_DIFFERENCE = INPUTS[:, 0] - INPUTS[:, 1]
OUTCOMES = np.digitize(ELO_DIFFERENCE, np.quantile(ELO_DIFFERENCE, [0.4, 0.7]))
TREES, LOGIT = str(file_of(RESULT, "lightgbm")), str(file_of(RESULT, "rates-logit"))


def simulated_files() -> dict[str, bytes]:
    """A voice of each kind: the grid of a filter's rates, a logit, trees."""
    k = rate_features(INPUTS).shape[1]
    parameters = {"objective": "multiclass", "num_class": 3, "verbosity": -1, "num_threads": 1, "seed": 5}
    booster = lightgbm.train(parameters, lightgbm.Dataset(without_odds(INPUTS), OUTCOMES), num_boost_round=5)
    third, constants = np.full(3, 0.3), np.zeros(2)
    plain = Pooling(("dynamic-chances",), Pool(np.zeros(1), np.ones(1), np.zeros(0)))
    result = Pooling(("dynamic-goals", "rates-logit", "lightgbm"), Pool(constants, third, np.zeros(2)))
    coefficients = np.random.default_rng(6).normal(0, 0.1, size=(3, k))
    return {
        BLEND: blend_file({RESULT: result, OVER: plain, BOTH: plain}),
        LOGIT: logit_file(np.zeros(k), np.ones((1, k)), coefficients, np.zeros((1, 3))),
        TREES: booster.model_to_string().encode(),
    }


FILES = simulated_files()
