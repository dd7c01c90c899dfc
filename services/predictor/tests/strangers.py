"""A replica on a real socket, and requests that our own OpenAPI describes, or nearly: what strangers may send."""

import asyncio
import random
import threading
from collections.abc import Iterator, Mapping, Sequence
from contextlib import contextmanager
from typing import Any

import schemathesis
from blends import bundle
from hypothesis import strategies as st
from known_facts import DOCUMENT, appearance, player
from known_pages import FIRST, known_reports, pages_state
from known_season import CLUBS, COMING, season_facts
from running import running
from schemathesis.checks import not_a_server_error
from schemathesis.core.transport import Response
from schemathesis.generation import GenerationMode
from schemathesis.specs.openapi.checks import (
    content_type_conformance,
    negative_data_rejection,
    response_headers_conformance,
    response_schema_conformance,
    status_code_conformance,
    unsupported_method,
)
from test_explanation_api import Objects, SealedSources

from touchline.predictor.bundles import StoredBundles
from touchline.predictor.serving.parts import Parts, feed_of
from touchline.predictor.serving.problems import MEDIA_TYPE

CHECKS = [
    not_a_server_error,
    status_code_conformance,
    content_type_conformance,
    response_headers_conformance,
    response_schema_conformance,
    negative_data_rejection,
    unsupported_method,
]
REFUSALS = ["4xx", "5xx"]  # by itself not 413, and what does not fit may be too large as well
HOME, AWAY, OTHER = CLUBS[:3]
KNOWN: Mapping[str, Sequence[str]] = {  # values that are understood, by the parameter's name
    "match_id": [FIRST, COMING[1]],
    "home": [HOME],
    "away": [AWAY, OTHER],
    "date": ["2020-01-11"],
    "team_id": [HOME],
    "team": [HOME],
    "player_id": ["p1"],
    "name": ["Ola Nordmann"],
    "competition": ["E0"],
    "runs": ["100"],
    "model_name": ["touchline-match"],
}
HOSTILE = [
    "\0",
    "%00",
    "NaN",
    "-1",
    "1e400",
    str(2**64),
    "../../etc/passwd",
    "' OR 1=1 --",
    "<script>",
    "\u202e",
    "x" * 200,
]


def replica_parts(make: Any) -> Parts:
    """One in the middle of a season; its stream, which would not end, has no room for anybody."""
    state, facts = pages_state(make), season_facts()
    facts.players, facts.played = [player(team_id=CLUBS[0])], [appearance(3), appearance(9)]
    feed = feed_of(state, kept=10, room=10, limit=0)
    feed.begin("0a1b2c3d", [0])
    bundles = StoredBundles(Objects({"models/1": bundle()}))
    return Parts.around(state, SealedSources(DOCUMENT), facts, bundles, feed, reports=known_reports())


@contextmanager
def served(parts: Parts) -> Iterator[str]:
    """Its address; the server runs beside the test, which asks as programs do that wait for their answer."""
    address: list[str] = []
    up, stop = threading.Event(), threading.Event()

    async def serve() -> None:
        async with running(parts) as (port, _):
            address.append(f"http://127.0.0.1:{port}")
            up.set()
            await asyncio.to_thread(stop.wait)

    thread = threading.Thread(target=asyncio.run, args=(serve(),))
    thread.start()
    try:
        assert up.wait(60)
        yield address[0]
    finally:
        stop.set()
        thread.join(60)


def operations(address: str) -> list[Any]:
    """Every operation that is described."""
    config = schemathesis.Config.from_dict({"checks": {"negative_data_rejection": {"expected-statuses": REFUSALS}}})
    schema = schemathesis.openapi.from_url(f"{address}/openapi.json", config=config)
    return [each.ok() for each in schema.get_all_operations()]


def requests_to(operation: Any, prediction_id: str) -> st.SearchStrategy[Any]:
    """What fits its description, what does not, what is understood, and what means harm."""
    cases = st.one_of(*(operation.as_strategy(generation_mode=mode) for mode in GenerationMode))
    known = {**KNOWN, "prediction_id": [prediction_id]}
    return st.builds(
        _changed, cases, st.sampled_from(["as drawn", "harmful", "understood"]), st.randoms(), st.just(known)
    )


def _changed(case: Any, how: str, dice: random.Random, known: Mapping[str, Sequence[str]]) -> Any:
    """Other values for some parameters; of those understood only some are asked with at once."""
    if how == "harmful":
        for container in (case.path_parameters, case.query):
            for name in container or {}:
                container[name] = dice.choice([*HOSTILE, *known.get(name, ())])
    if how == "understood":
        for name in case.path_parameters or {}:
            case.path_parameters[name] = dice.choice(known[name])
        named = [one.name for one in case.operation.query if one.name in known]
        case.query = {name: dice.choice(known[name]) for name in dice.sample(named, dice.randint(0, len(named)))}
    return case


def look_at(answer: Response) -> None:
    """What every answer must be."""
    if answer.status_code >= 400:
        assert answer.headers["content-type"] == [MEDIA_TYPE]
        said: Mapping[str, Any] = answer.json()
        assert said["status"] == answer.status_code
        assert all(said[name] for name in ("type", "title", "detail"))
        assert all(one["field"] and one["expected"] for one in said["errors"])
