"""The modules parse, everything that they name is there, and the chart takes what they say."""

import re
from pathlib import Path
from typing import Any

import hcl2
import pytest
import yaml

from deploy.aws.access import SERVICES
from deploy.aws.policies import HOOKS
from deploy.helm.tests import rendering
from touchline.images.image import EVERY_IMAGE

AWS = Path(__file__).parents[1]
MODULES = sorted(path.parent for path in AWS.rglob("main.tf"))
EXAMPLE = {
    "registry": "111122223333.dkr.ecr.eu-west-1.amazonaws.com",
    "name": "touchline",
    "kafka": "b-1.touchline.kafka.eu-west-1.amazonaws.com:9096",
    "redis": "rediss://touchline.cache.eu-west-1.amazonaws.com:6379/0",
    "bucket": "our-touchline",
    "region": "eu-west-1",
}
each_module = pytest.mark.parametrize("module", MODULES, ids=lambda path: path.name)


def blocks(module: Path, kind: str) -> list[str]:
    """Names of all blocks of a kind: `var.x`, `module.x`, `local.x`; `type.name` of a resource."""
    found: list[str] = []
    for file in sorted(module.glob("*.tf")):
        for block in hcl2.loads(file.read_text("utf-8")).get(kind, []):
            found += [_bare(name) for name in _paths(block, 2 if kind in ("resource", "data") else 1)]
    return found


def _paths(block: dict[str, Any], depth: int) -> list[str]:
    names = [name for name in block if not name.startswith("__")]
    if depth == 1:
        return names
    return [f"{name}.{_bare(inner)}" for name in names for inner in _paths(block[name], depth - 1)]


def _bare(name: str) -> str:
    return name.replace('"', "")


def code(module: Path) -> str:
    """All its text but comments."""
    text = "\n".join(path.read_text("utf-8") for path in sorted(module.glob("*.tf")))
    return re.sub(r"^\s*#.*$", "", text, flags=re.MULTILINE)


@each_module
def test_what_a_module_names_is_declared_and_what_it_declares_is_named(module: Path) -> None:
    text = code(module)
    assert {*re.findall(r"\bvar\.(\w+)", text)} == {*blocks(module, "variable")}
    assert {*re.findall(r"\blocal\.(\w+)", text)} == {*blocks(module, "locals")}
    resources = {*blocks(module, "resource"), *(f"data.{name}" for name in blocks(module, "data"))}
    assert {*re.findall(r"(?<![\w.\"])((?:data\.)?aws_\w+\.\w+)", text)} <= resources
    assert {*re.findall(r"\b(data\.aws_\w+\.\w+)", text)} == {name for name in resources if name.startswith("data.")}


@each_module
def test_a_module_is_called_with_what_it_asks_for_and_asked_for_what_it_says(module: Path) -> None:
    for file in sorted(module.glob("*.tf")):
        for block in hcl2.loads(file.read_text("utf-8")).get("module", []):
            ((name, given),) = block.items()
            called = module / _bare(given["source"])
            declared = {
                _bare(one): body
                for file in called.glob("*.tf")
                for each in _variables(file)
                for one, body in each.items()
            }
            needed = {one for one, body in declared.items() if "default" not in body}
            passed = {key for key in given if not key.startswith("__")} - {"source"}
            assert needed <= passed <= {*declared}, name
            asked = {*re.findall(rf"\bmodule\.{_bare(name)}\.(\w+)", code(module))}
            assert asked == {*blocks(called, "output")}, name


def _variables(file: Path) -> list[dict[str, Any]]:
    found: list[dict[str, Any]] = hcl2.loads(file.read_text("utf-8")).get("variable", [])
    return found


def test_every_image_has_a_repository() -> None:
    text = code(AWS / "modules" / "registry")
    assert {*re.findall(r'^    "([a-z-]+)",$', text, re.MULTILINE)} == {image.name for image in EVERY_IMAGE}


def test_every_service_account_of_the_chart_that_works_has_a_role() -> None:
    text = code(AWS / "modules" / "identity")
    renamed = dict(re.findall(r'([a-z-]+) = "(predictor)"', text))
    accounts = {one for one in (*SERVICES, HOOKS) if one not in renamed.values()} | {*renamed}
    pods = re.findall(r"serviceAccountName: touchline-([a-z-]+)", rendering.text(*rendering.PROFILES["everything"]))
    assert {*pods} - {"test"} == accounts


def test_the_chart_takes_the_values_that_come_out() -> None:
    text = (AWS / "values.yaml.tftpl").read_text("utf-8")
    values = yaml.safe_load(re.sub(r"\$\{(\w+)\}", lambda found: EXAMPLE[found[1]], text))
    rendered = rendering.manifests(rendering.text(*rendering.PROFILES["eks-small"], values=values))
    containers = [one for each in rendered for one in _containers(each)]
    assert all(one["image"].startswith(f"{EXAMPLE['registry']}/{EXAMPLE['name']}/") for one in containers)
    told = [{one["name"]: one.get("value") for one in each["env"]} for each in containers if "env" in each]
    assert {each["TOUCHLINE_KAFKA"] for each in told} == {EXAMPLE["kafka"]}
    assert {each["TOUCHLINE_S3_BUCKET"] for each in told} == {EXAMPLE["bucket"]}
    assert {each["AWS_REGION"] for each in told} == {EXAMPLE["region"]}


def test_what_the_template_of_values_names_is_given_to_it() -> None:
    named = {*re.findall(r"\$\{(\w+)\}", (AWS / "values.yaml.tftpl").read_text("utf-8"))}
    given = re.search(r"values\.yaml\.tftpl\", \{(.+?)\}\)", (AWS / "outputs.tf").read_text("utf-8"), re.DOTALL)
    assert given
    assert {*re.findall(r"(\w+)\s+=", given[1])} == named == {*EXAMPLE}


def _containers(manifest: Any) -> list[Any]:
    spec = manifest.get("spec", {}).get("template", {}).get("spec", {})
    found: list[Any] = spec.get("containers", [])
    return found
