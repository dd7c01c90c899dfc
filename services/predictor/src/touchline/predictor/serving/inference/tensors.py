"""What is asked and answered over the Open Inference Protocol: one tensor of features in, tensors of chances out.

https://github.com/kserve/open-inference-protocol, version 2. Features that the request does not name stand as in an
ordinary meeting of the seasons that the model learned from; their names go in a parameter of the tensor, since its
parameters are texts, numbers and truths.
"""

from typing import Annotated, Literal

from pydantic import BaseModel, ConfigDict, Field, StrictFloat

INPUT = "features"
MOST_ROWS = 20  # as many as a batch of matches has
MOST_NUMBERS = 4_000
Number = Annotated[StrictFloat, Field(allow_inf_nan=False)]
Name = Annotated[str, Field(min_length=1, max_length=160)]


class _Strict(BaseModel):
    model_config = ConfigDict(extra="forbid")


class Naming(_Strict):
    """Which features a tensor's columns are; without it, all that the model reads, in its order."""

    names: Annotated[str, Field(min_length=1, max_length=8_000, examples=["elo_home,elo_away"])] | None = None


class Tensor(_Strict):
    """Meetings, a row each."""

    name: Literal["features"]
    datatype: Literal["FP64", "FP32"]
    shape: Annotated[list[Annotated[int, Field(ge=1, le=MOST_NUMBERS)]], Field(min_length=1, max_length=2)]
    data: Annotated[
        Annotated[list[Number], Field(min_length=1, max_length=MOST_NUMBERS)]
        | Annotated[
            list[Annotated[list[Number], Field(min_length=1, max_length=MOST_NUMBERS)]],
            Field(min_length=1, max_length=MOST_ROWS),
        ],
        Field(union_mode="left_to_right"),
    ]
    parameters: Naming | None = None


class Wanted(_Strict):
    """An output by its name."""

    name: Name


class InferenceRequest(_Strict):
    """One tensor, and which outputs are wanted; all of them where none is named."""

    id: Name | None = None
    inputs: Annotated[list[Tensor], Field(min_length=1, max_length=1)]
    outputs: Annotated[list[Wanted], Field(min_length=1, max_length=4)] | None = None
