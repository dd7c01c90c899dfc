"""What goes into the images, read from the repository: no engine is needed."""

import re
import tomllib
from pathlib import Path
from typing import Any

import pytest

from touchline.images.image import AIRFLOW, DEMO, EVERY_IMAGE, IMAGES, ON_DEMAND, SERVICES, Image
from touchline.images.locking import WITH_EXTRAS
from touchline.images.members import PREFIX, closure, folders, members

ROOT = Path(__file__).parents[3]
RECIPES = sorted({ROOT / image.recipe for image in IMAGES})
OF_MEMBERS = [image for image in EVERY_IMAGE if image.members]
ENTRY = re.compile(r"^\S+==\S.*?(?=^\S|\Z)", re.MULTILINE | re.DOTALL)


def entries(lock: Path) -> set[str]:
    """A lock's entries, each with its hashes; for which interpreters it is depends on who else asks for it."""
    return {re.sub(r" ; [^\\]*", " ", entry).strip() for entry in ENTRY.findall(lock.read_text())}


def asked_for(project: dict[str, Any], extras: tuple[str, ...]) -> list[str]:
    """What a member's project file names as dependencies, those of these extras with them."""
    more = project.get("optional-dependencies", {})
    return [*project["dependencies"], *(word for extra in extras for word in more.get(extra, ()))]


def test_every_service_of_the_repository_has_an_image() -> None:
    assert set(SERVICES) == {file.parent.name for file in (ROOT / "services").glob("*/pyproject.toml")}
    assert set(SERVICES) <= {image.name for image in IMAGES}


@pytest.mark.parametrize("service", SERVICES)
def test_no_service_brings_another_one_into_its_image(service: str) -> None:
    needs = {name: words for name, (_, words) in members(ROOT).items()}
    assert set(closure(service, needs)) & set(SERVICES) == {service}


@pytest.mark.parametrize("image", OF_MEMBERS, ids=lambda image: image.name)
def test_an_image_locks_versions_and_hashes_of_the_workspace_that_the_tests_ran_with(image: Image) -> None:
    own, tested = entries(ROOT / image.lock), entries(ROOT / "requirements.lock")
    tested |= entries(ROOT / WITH_EXTRAS) if image.extras else set()
    assert own
    assert own - tested == set()


@pytest.mark.parametrize("image", OF_MEMBERS, ids=lambda image: image.name)
def test_an_image_locks_every_dependency_that_its_members_declare(image: Image) -> None:
    locked = {entry.split("==")[0] for entry in entries(ROOT / image.lock)}
    projects = [folder / "pyproject.toml" for folder in folders(ROOT, list(image.members))]
    words = [word for file in projects for word in asked_for(tomllib.loads(file.read_text())["project"], image.extras)]
    declared = {re.split(r"[\[<>=;! ]", word)[0].lower().replace("_", "-") for word in words}
    assert {name for name in declared if not name.startswith(PREFIX)} - locked == set()


@pytest.mark.parametrize("folder", ["deploy/demo/src", "deploy/airflow/dags", "deploy/airflow/plugins"])
def test_the_images_of_demo_and_airflow_have_every_service_whose_commands_they_start(folder: str) -> None:
    texts = [file.read_text() for file in (ROOT / folder).rglob("*.py")]
    started = {name.replace("_", "-") for text in texts for name in re.findall(r'"touchline\.([a-z_]+)"', text)}
    assert started & set(SERVICES) <= set(DEMO.members)
    assert DEMO.members == AIRFLOW.members


def test_what_is_built_on_demand_is_a_service_with_something_more() -> None:
    for image in ON_DEMAND:
        [service] = [one for one in IMAGES if one.members == image.members]
        assert entries(ROOT / service.lock) < entries(ROOT / image.lock)
        assert image.name not in {one.name for one in IMAGES}


def test_an_image_without_a_learner_has_no_learner_of_the_trainer() -> None:
    for image in (image for image in OF_MEMBERS if image.members != ("trainer",) and len(image.members) == 1):
        names = {entry.split("==")[0] for entry in entries(ROOT / image.lock)}
        assert not names & {"mlflow-skinny", "scikit-learn", "torch"}, image.name


@pytest.mark.parametrize("recipe", RECIPES, ids=lambda recipe: recipe.name)
def test_a_recipe_pins_its_base_and_runs_as_nobody_of_consequence(recipe: Path) -> None:
    text = recipe.read_text()
    bases = re.findall(r"^ARG BASE_IMAGE=(\S+)$", text, re.MULTILINE)
    stages = set(re.findall(r"^FROM \S+ AS (\S+)$", text, re.MULTILINE))
    assert [re.search(r":\d+\.\d+", base) is not None for base in bases] == [True]
    assert set(re.findall(r"^FROM (\S+)", text, re.MULTILINE)) <= {"${BASE_IMAGE}", *stages}
    assert re.findall(r"^USER (\S+)$", text, re.MULTILINE) == ["10001:10001"]
    assert "HEALTHCHECK" in text
    assert "org.opencontainers.image.revision" in text


@pytest.mark.parametrize("recipe", RECIPES, ids=lambda recipe: recipe.name)
def test_a_recipe_installs_by_hash_alone(recipe: Path) -> None:
    words = re.sub(r"\\\n\s*", " ", recipe.read_text())
    installs = [
        part for line in words.splitlines() for part in line.split("&&") if re.search(r"pip (install|sync)", part)
    ]
    assert installs
    assert [part for part in installs if "--require-hashes" not in part and "--no-index" not in part] == []
