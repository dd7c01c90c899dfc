"""From a tensor to tensors: the vector that is meant, the member that is asked, and what it says."""

from dataclasses import dataclass, field
from functools import cached_property
from math import isfinite
from typing import Any

import numpy as np
from numpy.typing import NDArray

from touchline.football.tilt import Unreachable
from touchline.football.vector import RATES, Matrix
from touchline.predictor.answers import instant
from touchline.predictor.prediction.forecast import NoForecast
from touchline.predictor.serving.answering import near
from touchline.predictor.serving.inference.members import Member, Outputs, members_of
from touchline.predictor.serving.inference.tensors import INPUT, MOST_ROWS, InferenceRequest, Tensor
from touchline.predictor.serving.problems import Fault, Problem, bad_request, not_found
from touchline.predictor.serving.state import Served, State

FARTHEST = 1e9  # of any feature: ratings have four digits, times of kick-off are none of the features
HELD = "inputs.0."


@dataclass(frozen=True, slots=True)
class Columns:
    """Where the features stand that a tensor names, and whether goals to expect are among them."""

    places: NDArray[np.intp]
    rates: bool


@dataclass(eq=False)
class Asked:
    """The model that serves, opened for this protocol."""

    served: Served
    read: dict[str, Columns] = field(default_factory=dict)  # by the names that were sent

    @cached_property
    def members(self) -> dict[str, Member]:
        """All that can be asked."""
        return members_of(self.served.model)

    @cached_property
    def ordinary(self) -> NDArray[np.float64]:
        """Where features stand that nobody named."""
        return np.array(self.served.model.manifest.ordinary, dtype=np.float64)

    @cached_property
    def rates(self) -> NDArray[np.intp]:
        """Where goals to expect stand, which are above 0."""
        features = self.served.model.manifest.features
        return np.array([place for place, name in enumerate(features) if name in RATES], dtype=np.intp)


class Inference:
    """Answers for the model that serves at the moment, and for no other."""

    def __init__(self, state: State) -> None:
        self._state = state
        self._asked: Asked | None = None

    def member(self, name: str, version: str | None = None) -> Member:
        """A model by name and version.

        Raises:
            Problem: there is none, or none by that name serves.
        """
        members = self._opened().members
        found = members.get(name)
        if found is None:
            fault = Fault("model_name", f"one of {', '.join(members)}", name)
            raise not_found("unknown-model", "Unknown model", f"no model that serves is called {name[:100]!r}", fault)
        if version is not None and version != found.version:
            fault = Fault("model_version", f"the version that serves, {found.version}", version)
            raise not_found("unknown-version", "Not the version that serves", "one version serves at a time", fault)
        return found

    @property
    def features(self) -> int:
        """How many the served model reads."""
        return len(self._opened().ordinary)

    def answer(self, name: str, version: str | None, request: InferenceRequest) -> dict[str, Any]:
        """What the member says of each row.

        Raises:
            Problem: it cannot be asked so.
        """
        member, opened = self.member(name, version), self._opened()
        wanted = _wanted(request, member)
        rows = _rows(request.inputs[0], opened)
        said = [_ask(member, row[None, :]) for row in rows]
        return {
            "model_name": member.name,
            "model_version": member.version,
            **({} if request.id is None else {"id": request.id}),
            "parameters": {
                "football_time": instant(self._state.football_time),
                "topics_read_at": None if self._state.read_at is None else instant(self._state.read_at),
            },
            "outputs": [
                {
                    "name": output,
                    "datatype": "FP64",
                    "shape": [len(rows), *member.outputs[output]],
                    "data": [number for one in said for number in one[output].reshape(-1).tolist()],
                }
                for output in wanted
            ],
        }

    def _opened(self) -> Asked:
        served = self._state.served
        if served is None:
            raise Problem(503, "no-model", "No model yet", "no model has been promoted yet; ask again later")
        if self._asked is None or self._asked.served is not served:
            self._asked = Asked(served)
        return self._asked


def _wanted(request: InferenceRequest, member: Member) -> list[str]:
    wanted = [*member.outputs] if request.outputs is None else [one.name for one in request.outputs]
    for place, name in enumerate(wanted):
        if name not in member.outputs:
            raise bad_request(Fault(f"outputs.{place}.name", f"one of {', '.join(member.outputs)}", name))
    return wanted


def _rows(tensor: Tensor, opened: Asked) -> Matrix:
    """Whole vectors: what the request names, and the ordinary for the rest."""
    names = None if tensor.parameters is None else tensor.parameters.names
    columns = None if names is None else _columns(names, opened)
    rows = _shaped(tensor, len(opened.ordinary) if columns is None else len(columns.places))
    if np.maximum.reduce(np.abs(rows), axis=None) > FARTHEST:
        raise bad_request(Fault(HELD + "data", f"numbers from -{FARTHEST:g} to {FARTHEST:g}"))
    if columns is not None:
        whole = np.empty((len(rows), len(opened.ordinary)))
        whole[:] = opened.ordinary
        whole[:, columns.places] = rows
        rows = whole
    if (columns is None or columns.rates) and rows[:, opened.rates].min() <= 0:
        raise bad_request(Fault(HELD + "data", f"rates of goals above 0: {', '.join(RATES)}"))
    return rows


def _shaped(tensor: Tensor, width: int) -> Matrix:
    """The numbers as rows; a tensor of one dimension is one row."""
    shape = tensor.shape if len(tensor.shape) == 2 else [1, *tensor.shape]
    try:
        rows = np.array(tensor.data, dtype=np.float64).reshape(-1, width)
    except ValueError:
        rows = None
    if rows is None or shape != [*rows.shape] or len(rows) > MOST_ROWS:
        field, given = ("data", None) if rows is None else ("shape", str(tensor.shape))
        expected = f"rows of {width} numbers, at most {MOST_ROWS}, as `shape` says: [n, {width}]"
        raise bad_request(Fault(HELD + field, expected, given))
    return rows


def _columns(names: str, opened: Asked) -> Columns:
    held = opened.read.get(names)
    if held is None:
        features = opened.served.model.manifest.features
        named = names.split(",")
        for name in named:
            if name not in features or named.count(name) > 1:
                expected = "features of the model, each once, with commas" + near(name, features)
                raise bad_request(Fault(HELD + "parameters.names", expected, name))
        if len(opened.read) >= 256:  # clients name the same ones again and again
            opened.read.clear()
        places = np.array([features.index(name) for name in named], dtype=np.intp)
        held = opened.read[names] = Columns(places, not set(RATES).isdisjoint(named))
    return held


def _ask(member: Member, row: Matrix) -> Outputs:
    try:
        with np.errstate(all="ignore"):
            said = member.ask(row)
    except (NoForecast, Unreachable, ValueError, np.linalg.LinAlgError):
        said = {}
    if not said or not all(
        isfinite(np.add.reduce(one, axis=None)) for one in said.values()
    ):  # chances: one that is not finite spoils it
        expected = "features within what football knows: the model's answer to these is no distribution"
        raise bad_request(Fault(HELD + "data", expected))
    return said


def described(member: Member, features: int) -> dict[str, Any]:
    """What a client reads before it asks."""
    return {
        "name": member.name,
        "versions": [member.version],
        "platform": member.platform,
        "inputs": [{"name": INPUT, "datatype": "FP64", "shape": [-1, features]}],
        "outputs": [
            {"name": name, "datatype": "FP64", "shape": [-1, *shape]} for name, shape in member.outputs.items()
        ],
    }
