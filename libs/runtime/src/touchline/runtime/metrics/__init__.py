"""The one list of metrics, by subject; `docs/metrics.md` shows it. Whoever tells one says `metrics.NAME`."""

# The names of the parts are this module's own: a list that is written once.
from touchline.runtime.metric import LIST as LIST
from touchline.runtime.metrics.consuming import *  # noqa: F403
from touchline.runtime.metrics.data import *  # noqa: F403
from touchline.runtime.metrics.judging import *  # noqa: F403
from touchline.runtime.metrics.labels import *  # noqa: F403
from touchline.runtime.metrics.predicting import *  # noqa: F403
from touchline.runtime.metrics.showing import serve_metrics as serve_metrics
