"""What a replica says of itself in the exposition that Prometheus reads."""

from datetime import timedelta
from typing import Any

import httpx
from known_facts import KnownFacts
from known_state import FAR, KNOWN, NO_BUNDLES, KnownSources, known_state
from prometheus_client.parser import text_string_to_metric_families

from touchline.predictor.serving.api import build_api
from touchline.predictor.serving.state import State
from touchline.predictor.serving.telling import Coming, coming
from touchline.runtime import metrics
from touchline.schemas.topics import MATCH_FEATURES


async def scraped(state: State) -> dict[str, float]:
    """Samples without labels, and those with one by its value."""
    api = build_api(state, KnownSources("0" * 64), KnownFacts(), NO_BUNDLES)
    async with httpx.AsyncClient(transport=httpx.ASGITransport(app=api), base_url="http://test") as client:
        text = (await client.get("/metrics")).text
    samples = (sample for family in text_string_to_metric_families(text) for sample in family.samples)
    return {" ".join((each.name, *each.labels.values())): each.value for each in samples if len(each.labels) < 2}


async def test_model_clock_and_freshness_are_shown_as_the_replica_has_them(make: Any) -> None:
    state = known_state(make)
    shown = await scraped(state)
    assert shown[f"{metrics.LIST.of(metrics.MODEL_SERVED).name} {state.served.model.manifest.version}"] == 1  # type: ignore[union-attr]
    assert shown["touchline_football_timestamp_seconds"] == make.noon.timestamp()
    assert shown["touchline_source_age_seconds football-data"] == 0
    assert shown["touchline_prediction_age_seconds ENG"] == 0
    assert shown["touchline_ready"] == 1


async def test_ages_grow_with_football_time_and_not_with_ours(make: Any) -> None:
    state = known_state(make)
    state.football_time += timedelta(hours=3)
    shown = await scraped(state)
    assert shown["touchline_source_age_seconds football-data"] == 3 * 3600
    assert shown["touchline_prediction_age_seconds ENG"] == 3 * 3600


async def test_a_model_that_was_replaced_is_no_longer_shown(make: Any) -> None:
    state = known_state(make)
    await scraped(state)
    state.served = None
    assert not [name for name in await scraped(state) if name.startswith("touchline_model_served_info ")]


def test_a_fixture_is_late_only_within_a_day_of_its_kick_off_and_only_without_a_seal(make: Any) -> None:
    state = known_state(make)
    assert coming(state) == Coming(predicted=1, waiting=0, unsealed_soon=0)  # FAR lies beyond the horizon
    assert {KNOWN} <= state.latest.keys()
    for hours, soon in ((25, 0), (24, 1), (1, 1)):
        late = make.features(FAR, event_time=state.football_time + timedelta(hours=hours), revision=100 - hours)
        state.apply(MATCH_FEATURES, make.message(MATCH_FEATURES, [late]), make.noon)
        assert coming(state) == Coming(predicted=1, waiting=1, unsealed_soon=soon)


def test_a_competition_that_the_model_does_not_know_is_nobodys_failure(make: Any) -> None:
    state = known_state(make)
    state.competitions = frozenset({"D1"})
    assert coming(state) == Coming(0, 0, 0)


async def test_a_bug_counts_as_a_500_though_it_leaves_as_an_exception(make: Any) -> None:
    class Broken(KnownFacts):
        async def assertions(self, match_id: str) -> Any:
            raise ZeroDivisionError

    api = build_api(known_state(make), KnownSources("0" * 64), Broken(), NO_BUNDLES)
    transport = httpx.ASGITransport(app=api, raise_app_exceptions=False)
    async with httpx.AsyncClient(transport=transport, base_url="http://test") as client:
        assert (await client.get(f"/v1/matches/{KNOWN}")).status_code == 500
        text = (await client.get("/metrics")).text
    assert 'touchline_request_seconds_count{route="/matches/{match_id}",status="500"} 1.0' in text


def test_the_templates_of_all_routes_fit_into_the_stated_number(make: Any) -> None:
    api = build_api(known_state(make), KnownSources("0" * 64), KnownFacts(), NO_BUNDLES)
    templates = {str(getattr(route, "path", "")).removeprefix("/v1") for route in api.routes}
    assert len(templates) < metrics.ROUTE.size
