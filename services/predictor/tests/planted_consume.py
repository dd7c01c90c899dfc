"""`consume` as it is, but for challengers whose version says what goes wrong with them (`planted`)."""

from functools import partial

import planted

from touchline.predictor.app import SERVICE, build
from touchline.predictor.config import PredictorSettings
from touchline.runtime.consume import run_consumer
from touchline.runtime.settings import load

if __name__ == "__main__":
    settings = load(PredictorSettings)
    run_consumer(settings, SERVICE, partial(build, settings, opened=planted.opened))
