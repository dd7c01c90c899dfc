"""The gRPC contract: generated from its proto as it stands, published, and only ever added to."""

import json
import subprocess
from copy import deepcopy
from pathlib import Path
from typing import Any

import pytest
from google.protobuf import descriptor_pb2, descriptor_pool

from touchline.schemas.rpc import contract, predictor_pb2
from touchline.schemas.rpc.contract import breaking_changes, check, publish, shape_of

ROOT = Path(__file__).parents[2]


def changed(change: Any) -> dict[str, dict[str, str]]:
    """The contract's shape after a change to its descriptor."""
    file = descriptor_pb2.FileDescriptorProto()
    predictor_pb2.DESCRIPTOR.CopyToProto(file)
    change(file)
    pool = descriptor_pool.DescriptorPool()
    timestamp = descriptor_pb2.FileDescriptorProto()
    predictor_pb2.DESCRIPTOR.dependencies[0].CopyToProto(timestamp)
    pool.Add(timestamp)
    return shape_of(pool.AddSerializedFile(file.SerializeToString()))


def message(file: Any, name: str) -> Any:
    return next(one for one in file.message_type if one.name == name)


def test_the_generated_code_is_what_the_proto_generates_now(tmp_path: Path) -> None:
    (tmp_path / "touchline/schemas/rpc").mkdir(parents=True)
    subprocess.run(["make", "generate", f"OUT={tmp_path}"], cwd=ROOT, check=True, capture_output=True)
    for name in ("predictor_pb2.py", "predictor_pb2.pyi"):
        kept = ROOT / "schemas/src/touchline/schemas/rpc" / name
        assert kept.read_text() == (tmp_path / "touchline/schemas/rpc" / name).read_text()


def test_the_published_contract_is_the_one_that_stands() -> None:
    assert check(ROOT / "schemas/snapshots") == []


def _remove_field(file: Any) -> None:
    del message(file, "Total").field[2]


def _renumber(file: Any) -> None:
    message(file, "Total").field[2].number = 9


def _retype(file: Any) -> None:
    message(file, "Total").field[2].type = descriptor_pb2.FieldDescriptorProto.TYPE_FLOAT


def _repeat(file: Any) -> None:
    message(file, "Total").field[2].label = descriptor_pb2.FieldDescriptorProto.LABEL_REPEATED


def _remove_method(file: Any) -> None:
    del file.service[0].method[0]


def _stop_streaming(file: Any) -> None:
    file.service[0].method[-1].server_streaming = False


def _answer_otherwise(file: Any) -> None:
    file.service[0].method[0].output_type = ".touchline.predictor.v1.Fixtures"


def _remove_message(file: Any) -> None:
    del file.message_type[next(place for place, one in enumerate(file.message_type) if one.name == "GetMatchRequest")]
    file.service[0].method[3].input_type = ".touchline.predictor.v1.GetPredictionRequest"


def _leave_the_oneof(file: Any) -> None:
    field = message(file, "StreamEvent").field[4]
    field.ClearField("oneof_index")


def _retype_a_map(file: Any) -> None:
    nested = message(file, "Club").nested_type[0]
    nested.field[1].type = descriptor_pb2.FieldDescriptorProto.TYPE_FLOAT


@pytest.mark.parametrize(
    ("change", "said"),
    [
        (_remove_field, "'under' of Total was removed"),
        (_renumber, "'under' of Total changed from 3 double to 9 double"),
        (_retype, "'under' of Total changed from 3 double to 3 float"),
        (_repeat, "'under' of Total changed from 3 double to 3 repeated double"),
        (_remove_method, "'PredictMatch' of Predictor was removed"),
        (_stop_streaming, "'StreamPredictions' of Predictor changed"),
        (_answer_otherwise, "'PredictMatch' of Predictor changed"),
        (_remove_message, "GetMatchRequest was removed"),
        (_leave_the_oneof, "'reset' of StreamEvent changed"),
        (_retype_a_map, "'ChancesEntry' of Club changed from 1 string, 2 double to 1 string, 2 float"),
    ],
)
def test_a_change_that_breaks_a_program_is_refused_with_a_sentence(change: Any, said: str) -> None:
    published = shape_of(predictor_pb2.DESCRIPTOR)
    assert any(problem.startswith(said) for problem in breaking_changes(published, changed(change)))


def test_fields_messages_and_methods_may_be_added() -> None:
    def add(file: Any) -> None:
        message(file, "Total").field.add(
            name="added", number=4, type=descriptor_pb2.FieldDescriptorProto.TYPE_INT32,
            label=descriptor_pb2.FieldDescriptorProto.LABEL_OPTIONAL,
        )  # fmt: skip
        file.message_type.add(name="Added")
        file.service[0].method.add(
            name="Add", input_type=".touchline.predictor.v1.Added", output_type=".touchline.predictor.v1.Total"
        )

    published, now = shape_of(predictor_pb2.DESCRIPTOR), changed(add)
    assert now != published
    assert breaking_changes(published, now) == []


def test_a_contract_that_would_break_is_not_published(tmp_path: Path) -> None:
    publish(tmp_path)
    promised = deepcopy(shape_of(predictor_pb2.DESCRIPTOR))
    promised["Total"]["gone"] = "9 double"
    (tmp_path / contract.SNAPSHOT).write_text(json.dumps(promised))
    assert check(tmp_path) == ["touchline.predictor.v1: 'gone' of Total was removed: programs that use it find nothing"]
    with pytest.raises(ValueError, match="gone"):
        publish(tmp_path)
