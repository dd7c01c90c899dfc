"""What the policies allow is what the services' code does, no less and no more."""

import ast
import json
import re
from collections.abc import Iterator
from functools import cache
from pathlib import Path

import pytest

from deploy.aws import access
from deploy.aws.policies import FOLDER, policies
from touchline.schemas import topics
from touchline.schemas.topics import TOPICS, Topic

ROOT = Path(__file__).parents[3]
INLINE = 10_240  # characters that IAM takes as policies within a role, spaces not counted
NAMED = {"object_key": "raw/", "bundle_key": "models/"}
"""Fields of records that hold a key of the bucket: who gets what they name gets keys of that prefix."""
each_service = pytest.mark.parametrize("service", access.SERVICES)


def test_the_committed_policies_are_what_the_declarations_say() -> None:
    written = {path.name: path.read_text("utf-8") for path in FOLDER.iterdir()}
    assert written == policies(), "run `python -m deploy.aws.policies`"


@each_service
def test_a_service_may_use_the_topics_that_its_code_names(service: str) -> None:
    named = {topic.name for tree in _code(service) for topic in _topics(tree)}
    beside = {name for name in access.topics_read(service) if name.endswith((".dlq", ".retry"))}
    assert {*access.topics_read(service)} - beside == named
    assert {*access.topics_written(service)} - beside == {one.name for one in TOPICS if one.producer == service}


@each_service
def test_a_service_may_use_the_keys_that_its_code_names(service: str) -> None:
    allowed = access.prefixes_read(service)
    named = {prefix for tree in _code(service) for prefix in _prefixes(tree)}
    assert named == {*allowed}


@each_service
def test_only_a_service_that_puts_may_put(service: str) -> None:
    puts = any(
        isinstance(node, ast.Call) and isinstance(node.func, ast.Attribute) and node.func.attr in ("put", "write")
        and len(node.args) >= 2
        for tree in _code(service) for node in ast.walk(tree)
    )  # fmt: skip
    assert puts or not access.prefixes_written(service)
    assert ("s3:PutObject" in policies()[f"{service}.json"]) == bool(access.prefixes_written(service))


def test_every_prefix_has_one_writer_and_none_lies_in_another() -> None:
    names = [one.name for one in access.PREFIXES]
    assert not [(one, other) for one in names for other in names if one is not other and other.startswith(one)]


def test_nobody_may_do_everything_or_delete_anything() -> None:
    for name, text in policies().items():
        assert len(re.sub(r"\s", "", text)) < INLINE, name
        for statement in json.loads(text)["Statement"]:
            assert not [action for action in statement["Action"] if "*" in action or "Delete" in action]
            # a star ends a prefix of the bucket, and stands nowhere else
            assert not [one for one in statement["Resource"] if not re.fullmatch(r"\$\{\w+\}(/[\w.-]+)*(/\*)?", one)]


@cache
def _code(service: str) -> list[ast.Module]:
    """A service's programs. Examples of answers use nothing; in two pure rooms paths are those of providers."""
    files = sorted((ROOT / "services" / service / "src").rglob("*.py"))
    files = [file for file in files if "examples" not in file.stem and not {"sources", "dialects"} & {*file.parts}]
    return [ast.parse(file.read_text("utf-8")) for file in files]


def _topics(tree: ast.Module) -> Iterator[Topic]:
    for node in ast.walk(tree):
        if isinstance(node, ast.ImportFrom) and node.module == "touchline.schemas.topics":
            names = [alias.name for alias in node.names]
        elif isinstance(node, ast.Attribute) and isinstance(node.value, ast.Name) and node.value.id == "topics":
            names = [node.attr]
        else:
            continue
        yield from (one for name in names if isinstance(one := getattr(topics, name, None), Topic))


def _prefixes(tree: ast.Module) -> Iterator[str]:
    """What texts begin with, as keys of the bucket do; what constants are; and fields that are passed on as a key."""
    told = {id(node.value) for node in ast.walk(tree) if isinstance(node, ast.Expr)}  # docstrings
    for node in ast.walk(tree):
        if isinstance(node, ast.Call):
            yield from (NAMED[one.attr] for one in node.args if isinstance(one, ast.Attribute) and one.attr in NAMED)
        if isinstance(node, ast.Constant) and isinstance(node.value, str) and id(node) not in told:
            yield from (one.name for one in access.PREFIXES if node.value.startswith(one.name))
        if isinstance(node, ast.Assign):
            values = [one.value for one in ast.walk(node.value) if isinstance(one, ast.Constant)]
            yield from (one.name for one in access.PREFIXES if one.name.removesuffix("/") in values)


@each_service
def test_every_beginning_of_a_key_is_declared(service: str) -> None:
    """A new prefix shows here, whoever forgot it: a constant that ends in a slash, or the text of what is put."""
    begins = {text for tree in _code(service) for node in ast.walk(tree) for text in _begins(node)}
    declared = tuple(one.name for one in access.PREFIXES)
    assert {one for one in begins if not one.startswith(declared)} == set()


def _begins(node: ast.AST) -> Iterator[str]:
    if isinstance(node, ast.Assign):
        texts = [one.value for one in ast.walk(node.value) if isinstance(one, ast.Constant)]
        yield from (text for text in texts if isinstance(text, str) and re.fullmatch(r"([a-z][a-z-]*/)+", text))
    if isinstance(node, ast.Call) and isinstance(node.func, ast.Attribute) and node.func.attr == "put" and node.args:
        yield from filter(None, [_beginning(node.args[0])])


def _beginning(key: ast.expr) -> str | None:
    """What a key's text begins with; None where it is not written here."""
    first = key.values[0] if isinstance(key, ast.JoinedStr) else key
    return first.value if isinstance(first, ast.Constant) and isinstance(first.value, str) else None
