"""Explanations over REST: of the sealed number, by the model that sealed it, or a problem that says why not."""

import asyncio
import io
import json
import threading
import zipfile
from collections.abc import AsyncIterator
from dataclasses import dataclass, field, replace
from typing import Any

import httpx
import pytest
from blends import ORDINARY, bundle, model, vector
from known_facts import KnownFacts
from known_state import FAR, KNOWN, KnownSources, known_state

from touchline.football import markets
from touchline.football.bundle import MANIFEST, Model, sha256_of
from touchline.predictor.bundles import StoredBundles
from touchline.predictor.prediction.forecast import forecast_by
from touchline.predictor.prediction.sealing import next_seal
from touchline.predictor.prediction.seals import Chain
from touchline.predictor.serving import examples, explaining
from touchline.predictor.serving.api import build_api
from touchline.predictor.serving.problems import MEDIA_TYPE
from touchline.predictor.serving.state import State
from touchline.runtime.errors import Unavailable
from touchline.schemas.records import MatchPrediction

STRONG = vector(
    goals_rate_home=2.1, chances_rate_home=2.2, shots_rate_home=1.6, elo_home=1700.0, squad_worth_home=7.0,
    squad_worth_away=5.0, squad_known_home=1.0, squad_known_away=1.0, meetings=2.0,
)  # fmt: skip


class SealedSources(KnownSources):
    """What MariaDB would say of a prediction made from STRONG."""

    def __init__(self, document: str) -> None:
        super().__init__(document)
        self.values: list[float] | None = STRONG
        self.named: tuple[str, str] | None = ("models/1", sha256_of(bundle()))
        self.asked = 0

    async def vector(self, row: MatchPrediction) -> dict[str, Any] | None:
        self.asked += 1
        found = await super().vector(row)
        return None if found is None or self.values is None else {**found, "values": self.values}

    async def bundle(self, row: MatchPrediction) -> tuple[str, str] | None:
        return self.named


@dataclass
class Objects:
    """S3 in a dictionary; `down` makes it unreachable."""

    held: dict[str, bytes] = field(default_factory=dict)
    down: bool = False
    fetched: int = 0

    async def get(self, key: str) -> bytes:
        if self.down:
            raise Unavailable("S3: gone")
        self.fetched += 1
        await asyncio.sleep(0)
        return self.held[key]


@pytest.fixture
def sources(make: Any) -> SealedSources:
    return SealedSources(make.document)


@pytest.fixture
def objects() -> Objects:
    return Objects({"models/1": bundle(), "models/2": bundle("2", 0.3)})


@pytest.fixture
def state(make: Any) -> State:
    known = known_state(make)
    known.latest.clear()
    known.predictions.clear()
    take(known, sealed(make, model()))
    return known


def sealed(make: Any, by: Model, **changes: Any) -> MatchPrediction:
    """What a model says of STRONG, sealed."""
    row = next_seal(
        make.fixture(match_id=KNOWN, values=STRONG, **changes), forecast_by(by, STRONG),
        make.champion(model_version=by.manifest.version), before=None, chain=Chain(), clock=make.noon, incarnation=0,
        recorded_at=make.noon,
    )  # fmt: skip
    assert row is not None
    return row


def take(state: State, row: MatchPrediction) -> None:
    state._predicted(row)


@pytest.fixture
async def client(state: State, sources: SealedSources, objects: Objects) -> AsyncIterator[httpx.AsyncClient]:
    api = build_api(state, sources, KnownFacts(), StoredBundles(objects))
    async with httpx.AsyncClient(transport=httpx.ASGITransport(api), base_url="http://test") as open_client:
        yield open_client


def path_of(state: State) -> str:
    (prediction_id,) = state.predictions
    return f"/v1/predictions/{prediction_id}/explanation"


async def test_a_prediction_is_explained_from_its_own_vector_by_the_model_that_sealed_it(
    client: httpx.AsyncClient, state: State
) -> None:
    answer = (await client.get(path_of(state))).json()
    said, (row,) = answer["explanation"], state.predictions.values()
    assert answer["probabilities"] == {"home": row.home, "draw": row.draw, "away": row.away}
    assert said["percent"]["home"] == pytest.approx(100 * row.home, abs=0.01)
    ordinary = markets.result(model().predict_grids(ORDINARY[None]))[0]
    assert [*said["ordinary"]["percent"].values()] == pytest.approx(100 * ordinary, abs=0.01)
    for name in ("home", "draw", "away"):
        hundredths = [round(one["points"][name] * 100) for one in said["families"]]
        assert round(said["ordinary"]["percent"][name] * 100) + sum(hundredths) == round(said["percent"][name] * 100)
    sizes = [sum(map(abs, one["points"].values())) for one in said["families"]]
    assert sizes == pytest.approx(sorted(sizes, reverse=True), abs=0.05)
    assert {one["family"]: one["points"]["home"] > 0 for one in said["families"][:2]} == {"goals": True, "squads": True}
    # of the ratings, which are unusual here, this model reads nothing
    assert said["families"][-1]["points"] == {"home": 0.0, "draw": 0.0, "away": 0.0}
    assert said["words"]["home"].startswith("The model puts the chance of a win for Arsenal at ")
    assert answer["model_version"] == "1"
    assert answer["football_time"] == "2019-12-26T12:00:00Z"


async def test_the_standing_prediction_of_a_match_is_explained_by_the_match(
    client: httpx.AsyncClient, state: State
) -> None:
    by_match = await client.get(f"/matches/{KNOWN}/explanation")
    assert by_match.status_code == 200
    assert by_match.json() == (await client.get(path_of(state))).json()


async def test_a_prediction_of_an_earlier_model_is_explained_by_that_model_and_not_by_the_one_that_is_served(
    client: httpx.AsyncClient, state: State, sources: SealedSources, objects: Objects, make: Any
) -> None:
    (mine,) = state.predictions.values()
    served = (await client.get(path_of(state))).json()["explanation"]
    assert objects.fetched == 0  # it is in memory
    state.predictions.clear()
    take(state, sealed(make, model("2", 0.3)))
    sources.named = ("models/2", sha256_of(bundle("2", 0.3)))
    answer = (await client.get(path_of(state))).json()
    (row,) = state.predictions.values()
    assert objects.fetched == 1
    assert answer["explanation"]["percent"]["home"] == pytest.approx(100 * row.home, abs=0.01)
    assert row.home > mine.home + 0.01
    assert answer["explanation"]["ordinary"] != served["ordinary"]


async def test_an_explanation_is_made_once_however_many_ask_and_its_age_is_told_anew(
    client: httpx.AsyncClient, state: State, sources: SealedSources, make: Any
) -> None:
    answers = await asyncio.gather(*(client.get(path_of(state)) for _ in range(20)))
    assert {answer.status_code for answer in answers} == {200}
    assert sources.asked == 1
    state.football_time = make.noon + (make.horizon / 8)
    assert (await client.get(path_of(state))).json()["age_seconds"] == 86400
    assert sources.asked == 1


async def test_only_the_last_explanations_are_remembered(
    state: State, sources: SealedSources, objects: Objects
) -> None:
    explainer = explaining.Explainer(state, sources, StoredBundles(objects), kept=3)
    (row,) = state.predictions.values()
    rows = [replace(row, prediction_id=f"{number:032x}") for number in range(4)]
    for one in rows:
        await explainer.answer(one)
    assert sources.asked == 4
    await explainer.answer(rows[3])
    assert sources.asked == 4
    await explainer.answer(rows[0])
    assert sources.asked == 5


async def test_others_are_answered_while_an_explanation_is_being_made(client: httpx.AsyncClient, state: State) -> None:
    assert state.served is not None
    begun, let_go, plain = threading.Event(), threading.Event(), state.served.model

    class Slow(Model):
        """A model that waits until it is let go."""

        def predict_grids(self, values: Any) -> Any:
            begun.set()
            assert let_go.wait(10)
            return plain.predict_grids(values)

    state.served = replace(state.served, model=Slow(plain.manifest, plain.blend))
    waiting = asyncio.create_task(client.get(path_of(state)))
    assert await asyncio.to_thread(begun.wait, 10)
    assert (await client.get("/health/live")).status_code == 200
    assert not waiting.done()
    let_go.set()
    assert (await waiting).status_code == 200


async def test_who_hangs_up_does_not_take_the_explanation_from_others(
    state: State, sources: SealedSources, objects: Objects
) -> None:
    explainer = explaining.Explainer(state, sources, StoredBundles(objects))
    (row,) = state.predictions.values()
    first = asyncio.create_task(explainer.answer(row))
    await asyncio.sleep(0)
    second = asyncio.create_task(explainer.answer(row))
    await asyncio.sleep(0)
    first.cancel()
    assert (await second)["explanation"]["percent"]
    assert sources.asked == 1


async def problem_of(client: httpx.AsyncClient, path: str, status: int) -> dict[str, Any]:
    answer = await client.get(path)
    assert (answer.status_code, answer.headers["content-type"]) == (status, MEDIA_TYPE)
    body: dict[str, Any] = answer.json()
    assert body["status"] == status
    return body


async def test_an_unknown_prediction_or_match_is_a_problem(client: httpx.AsyncClient) -> None:
    body = await problem_of(client, "/v1/predictions/none/explanation", 404)
    assert (body["type"], body["errors"][0]["field"]) == ("/problems/unknown-prediction", "prediction_id")
    body = await problem_of(client, "/v1/matches/E0:2019-20:nobody:else/explanation", 404)
    assert (body["type"], body["errors"][0]["field"]) == ("/problems/unknown-match", "match_id")
    assert (await problem_of(client, f"/v1/matches/{FAR}/explanation", 404))["type"] == "/problems/no-prediction-yet"


async def test_a_vector_that_is_not_kept_any_more_is_said(
    client: httpx.AsyncClient, state: State, sources: SealedSources
) -> None:
    sources.values = None
    body = await problem_of(client, path_of(state), 404)
    assert (body["type"], body["title"]) == ("/problems/no-vector", "This prediction cannot be explained")
    assert "not kept any more" in body["detail"]
    sources.values = STRONG
    assert (await client.get(path_of(state))).status_code == 200  # what failed is not remembered


async def test_a_model_that_is_gone_or_altered_is_said(
    client: httpx.AsyncClient, state: State, sources: SealedSources, objects: Objects
) -> None:
    state.served = None
    for held, named, reason in (
        ({}, ("models/1", sha256_of(bundle())), "there is no object models/1"),
        ({"models/1": bundle() + b"!"}, ("models/1", sha256_of(bundle())), "sha256"),
        ({"models/1": bundle()}, None, "nobody has written down which bundle model 1 was"),
    ):
        objects.held, sources.named = held, named
        body = await problem_of(client, path_of(state), 404)
        assert body["type"] == "/problems/no-model"
        assert reason in body["detail"]


async def test_a_model_from_before_ordinary_meetings_were_stated_is_refused_with_a_sentence(
    client: httpx.AsyncClient, state: State, sources: SealedSources, objects: Objects
) -> None:
    state.served = None
    objects.held["models/1"] = older = without_ordinary(bundle())
    sources.named = ("models/1", sha256_of(older))
    body = await problem_of(client, path_of(state), 404)
    assert body["detail"].endswith("1 states no ordinary meeting to explain predictions by: train again")


def without_ordinary(data: bytes) -> bytes:
    sink = io.BytesIO()
    with zipfile.ZipFile(io.BytesIO(data)) as held, zipfile.ZipFile(sink, "w") as archive:
        for name in held.namelist():
            content = held.read(name)
            if name == MANIFEST:
                fields = json.loads(content)
                del fields["ordinary"]
                content = json.dumps(fields).encode()
            archive.writestr(name, content)
    return sink.getvalue()


async def test_a_prediction_from_an_older_catalogue_is_not_explained(client: httpx.AsyncClient, state: State) -> None:
    (row,) = state.predictions.values()
    take(state, replace(row, catalogue_version=1, grid=None))
    body = await problem_of(client, path_of(state), 404)
    assert body["type"] == "/problems/old-model"
    assert "catalogue 1" in body["detail"]


async def test_another_number_than_the_sealed_one_is_never_explained(
    client: httpx.AsyncClient, state: State, sources: SealedSources
) -> None:
    sources.values = vector()
    assert (await problem_of(client, path_of(state), 404))["type"] == "/problems/not-reproduced"


async def test_mariadb_or_s3_down_is_a_problem_that_passes(
    client: httpx.AsyncClient, state: State, sources: SealedSources, objects: Objects
) -> None:
    sources.down = True
    await problem_of(client, path_of(state), 503)
    sources.down, state.served, objects.down = False, None, True
    await problem_of(client, path_of(state), 503)
    objects.down = False
    assert (await client.get(path_of(state))).status_code == 200


async def test_more_than_so_many_at_once_are_asked_to_come_again(
    state: State, sources: SealedSources, objects: Objects
) -> None:
    explainer = explaining.Explainer(state, sources, StoredBundles(objects), waiting=2)
    (row,) = state.predictions.values()
    rows = [replace(row, prediction_id=f"{number:032x}") for number in range(3)]
    made = await asyncio.gather(*(explainer.answer(one) for one in rows), return_exceptions=True)
    refused = [one for one in made if isinstance(one, explaining.Problem)]
    assert [(one.status, one.slug) for one in refused] == [(503, "busy")]
    assert (await explainer.answer(rows[2]))["explanation"]


@pytest.mark.parametrize(
    "name", ["<script>alert(1)</script>", '"};alert(1);//', "{0}%s{said}", "\u202egnirts\x00", "a" * 60]
)
async def test_a_hostile_name_is_text_in_json_and_nothing_else(
    client: httpx.AsyncClient, state: State, name: str
) -> None:
    (row,) = state.predictions.values()
    take(state, replace(row, home_team=name))
    answer = await client.get(path_of(state))
    assert answer.headers["content-type"] == "application/json"
    body = answer.json()  # it is JSON, whatever stands in it
    assert body["home_team"] == name
    words = body["explanation"]["words"]
    assert all(text.isprintable() for text in words.values() if text is not None)
    assert words["away"].startswith("The model puts the chance of a win for Chelsea at ")
    if name.isprintable():
        assert name[:40] in words["home"] or name[:1].upper() + name[1:40] in words["home"]


async def test_the_example_has_the_fields_of_a_real_answer_and_adds_up(client: httpx.AsyncClient, state: State) -> None:
    answer = (await client.get(path_of(state))).json()
    assert shape(answer) == shape(examples.EXPLANATION_ANSWER)
    said = examples.EXPLANATION_ANSWER["explanation"]
    for name in ("home", "draw", "away"):
        points = sum(round(one["points"][name] * 100) for one in said["families"])
        assert round(said["ordinary"]["percent"][name] * 100) + points == round(said["percent"][name] * 100)
    paths = (await client.get("/openapi.json")).json()["paths"]
    for path in ("/v1/predictions/{prediction_id}/explanation", "/v1/matches/{match_id}/explanation"):
        shown = paths[path]["get"]["responses"]["200"]["content"]["application/json"]["examples"]
        assert shown["explanation"]["value"]["explanation"]["words"]["away"] == said["words"]["away"]


def shape(answer: Any) -> Any:
    """Field names, nested; of a list, those of its first item."""
    if isinstance(answer, dict):
        return {name: shape(value) for name, value in answer.items()}
    return [shape(answer[0])] if isinstance(answer, list) else None
