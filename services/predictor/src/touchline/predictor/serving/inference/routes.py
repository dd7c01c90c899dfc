"""The protocol's addresses, under /v2 as it has them."""

from typing import Annotated, Any

import orjson
from fastapi import APIRouter, Path, Response
from pydantic import ValidationError

from touchline.predictor.serving.guarding import Guarded
from touchline.predictor.serving.inference.answering import Inference, described
from touchline.predictor.serving.inference.example import ABOUT, ANSWER, METADATA, QUESTION, SERVER, STANDING
from touchline.predictor.serving.inference.tensors import InferenceRequest
from touchline.predictor.serving.problems import bad_request, faults_in
from touchline.predictor.serving.state import State

Model = Annotated[str, Path(min_length=1, max_length=160)]
INFER = "/v2/models/{model_name}/infer"


def inferring(state: State, inference: Inference) -> APIRouter:
    """Routes of a server, of its models, and of an inference."""
    router = APIRouter(prefix="/v2", tags=["football"], route_class=Guarded)

    @router.get("", responses=ABOUT)
    async def server() -> Response:
        """The server, as the protocol asks for it."""
        return _json(SERVER)

    @router.get("/models/{model_name}", responses=METADATA)
    async def metadata(model_name: Model) -> Response:
        """Inputs and outputs of the served model, such as `touchline-match`, or of one of its members.

        `features` are those of `/v1/models`' catalogue, in its order; docs/features.md says what each is.
        """
        return _json(described(inference.member(model_name), inference.features))

    @router.get("/models/{model_name}/ready", responses=STANDING)
    async def ready(model_name: Model) -> Response:
        """Whether the model can be asked."""
        return _json({"name": inference.member(model_name).name, "ready": state.is_ready()})

    @router.post("/models/{model_name}/infer", responses=ANSWER)
    async def infer(model_name: Model, asked: Annotated[InferenceRequest, QUESTION]) -> Response:
        """What a model says of features: a hypothetical meeting, as far as its features are named.

        `parameters.names` of the tensor says which features its columns are; the others stand as in an ordinary
        meeting. Trees answer as LightGBM's own `predict` does, bit by bit. Nothing is sealed.
        """
        return _json(inference.answer(model_name, None, asked))

    return router


def inferred(inference: Inference, model_name: str, body: bytes) -> bytes:
    """The same from body to body, for who has them at hand.

    Raises:
        Problem: it cannot be asked so.
    """
    try:
        asked = InferenceRequest.model_validate_json(body)
    except ValidationError as error:
        found = [{**each, "loc": ("body", *each["loc"])} for each in error.errors(include_url=False)]
        raise bad_request(*faults_in(found)) from error
    return orjson.dumps(inference.answer(model_name, None, asked))


def model_in(path: str) -> str | None:
    """The model whose inference a path is.

    >>> model_in("/v2/models/touchline-match/infer"), model_in("/v2/models/a/b/infer"), model_in("/v2")
    ('touchline-match', None, None)
    """
    before, after = INFER.split("{model_name}")
    if not (path.startswith(before) and path.endswith(after)):
        return None
    name = path[len(before) : -len(after)]
    return name if 1 <= len(name) <= 160 and "/" not in name else None


def _json(answer: dict[str, Any]) -> Response:
    return Response(orjson.dumps(answer), media_type="application/json")
