"""Every dashboard there is."""

from touchline.monitoring.dashboards import data, models, platform, serving, stores
from touchline.monitoring.panel import Dashboard

DASHBOARDS: tuple[Dashboard, ...] = (
    platform.OVERVIEW,
    data.INGESTION,
    platform.STREAM,
    data.FEATURES,
    models.PREDICTIONS,
    models.DRIFT,
    serving.SERVING,
    stores.STORES,
)
