"""The reference pages are what the code says, and say what a reader needs."""

import re

import pytest

from deploy.helm.settings import SERVICES
from docs.site.reference.__main__ import FOLDER, pages
from docs.site.reference.chart_values import FILE
from touchline.sandbox.config import SandboxSettings

MADE = pages()
UNITS = re.compile(
    r"second|hours|days|seasons|share|messages|requests|subscribers|changes|streams|failures|attempts|port|pace|times"
    r"|raised by one"
)


@pytest.mark.parametrize("name", MADE)
def test_the_committed_page_is_what_the_code_says(name: str) -> None:
    assert (FOLDER / name).read_text("utf-8") == MADE[name], "run `make generate`"


def test_no_other_page_stands_among_them() -> None:
    assert {f"reference/{file.name}" for file in (FOLDER / "reference").iterdir()} == {
        name for name in MADE if name.startswith("reference/")
    }


@pytest.mark.parametrize("settings", [*SERVICES.values(), SandboxSettings])
def test_every_setting_says_what_it_means_and_a_number_its_unit(settings: type) -> None:
    schema = settings.model_json_schema()["properties"]
    assert [name for name, said in schema.items() if not said.get("description")] == []
    numbers = {name: said for name, said in schema.items() if said.get("type") in ("number", "integer")}
    assert [name for name, said in numbers.items() if not UNITS.search(said["description"])] == []


def test_every_value_of_the_chart_stands_in_its_page() -> None:
    names = re.findall(r"^  (\w+):", FILE.read_text("utf-8"), re.MULTILINE)
    assert len(names) > 50
    assert [
        name
        for name in names
        if f".{name}`" not in MADE["reference/chart-values.md"] and f".{name}." not in MADE["reference/chart-values.md"]
    ] == []


def test_every_method_and_message_of_the_proto_has_its_place() -> None:
    page = MADE["reference/grpc.md"]
    assert page.count("\n## ") > 20
    assert "| `StreamPredictions` | `StreamPredictionsRequest` | stream `StreamEvent` |" in page
