"""Rules of the house that a reader would otherwise have to trust."""

import re
import subprocess
import sys
from pathlib import Path

import pytest

from touchline.schemas.topics import TOPICS

ROOT = Path(__file__).parents[2]
TRACKED = subprocess.run(["git", "ls-files"], cwd=ROOT, text=True, capture_output=True, check=True).stdout.split("\n")
MODULES = sorted(
    path.split("/src/")[1].removesuffix(".py").removesuffix("/__init__").replace("/", ".")
    for path in TRACKED
    if "/src/touchline/" in path and path.endswith(".py") and "/migrations/" not in path and "alembic_env" not in path
)
OF_AN_EXTRA = {
    f"touchline.trainer.sequence.{name}" for name in ("network", "fitting", "walking", "__main__")
}  # PyTorch
SERVICES = {"ingestor", "normalizer", "feature-store", "trainer", "predictor", "drift-monitor"}


def code_of(file: Path) -> str:
    """A file without its running examples."""
    return "\n".join(line for line in file.read_text().splitlines() if not line.lstrip().startswith((">>>", "...")))


def test_every_module_imports_with_an_empty_environment() -> None:
    modules = [one for one in MODULES if one not in OF_AN_EXTRA]
    code = f"import importlib\nfor name in {modules!r}:\n    importlib.import_module(name)"
    answer = subprocess.run([sys.executable, "-c", code], env={}, text=True, capture_output=True, cwd="/")
    assert answer.returncode == 0, answer.stderr[-2000:]


def test_every_topic_has_one_producer_and_consumers_that_exist() -> None:
    for topic in TOPICS:
        assert topic.producer in SERVICES, topic.name
        assert set(topic.consumers) <= SERVICES, topic.name


def test_a_topic_is_named_in_one_place_only() -> None:
    names = re.compile("|".join(rf"[\"']{re.escape(topic.name)}[\"']" for topic in TOPICS))
    sources = [path for path in TRACKED if path.endswith(".py") and "/src/" in path]
    again = [path for path in sources if not path.startswith("schemas/") and names.search(code_of(ROOT / path))]
    assert again == []


@pytest.mark.parametrize("lock", [path for path in TRACKED if path.endswith(".lock")])
def test_a_lock_carries_hashes_and_no_address(lock: str) -> None:
    text = (ROOT / lock).read_text()
    assert "--hash=sha256:" in text
    assert "://" not in text


def test_no_recorded_document_is_committed() -> None:
    heavy = [path for path in TRACKED if path.endswith((".csv", ".json", ".xml", ".html")) and (ROOT / path).is_file()]
    made = {"schemas/asyncapi.json"}  # from the declarations: schemas/tests prove it
    assert [path for path in heavy if (ROOT / path).stat().st_size > 60_000 and path not in made] == []


MIGRATIONS = sorted({str(Path(path).parent) for path in TRACKED if "/migrations/versions/" in path})


@pytest.mark.parametrize("folder", MIGRATIONS)
def test_the_migrations_of_a_service_are_one_line(folder: str) -> None:
    """Two that follow the same one come of two branches merged: nothing could be migrated any more."""
    texts = [path.read_text() for path in sorted((ROOT / folder).glob("[0-9]*.py"))]
    own = [re.search(r'^revision = "(.+)"', text, re.MULTILINE)[1] for text in texts]  # type: ignore[index]
    before = [re.search(r"^down_revision = (.+)", text, re.MULTILINE)[1] for text in texts]  # type: ignore[index]
    assert before == ["None", *(f'"{name}"' for name in own[:-1])]
