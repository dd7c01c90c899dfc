"""The documentation is read by a test: its links lead somewhere and its commands exist."""

import re
import subprocess
from pathlib import Path

import pytest

ROOT = Path(__file__).parents[2]
TRACKED = subprocess.run(["git", "ls-files"], cwd=ROOT, text=True, capture_output=True, check=True).stdout.split("\n")
PAGES = sorted(ROOT / path for path in TRACKED if path.endswith(".md"))
MODULES = {match[1] for path in TRACKED if (match := re.search(r"/src/touchline/(\w+)/", path))}
TARGETS = set(re.findall(r"^([a-z-]+):", (ROOT / "Makefile").read_text(), re.MULTILINE))
SERVICES = ("ingestor", "normalizer", "feature-store", "predictor", "drift-monitor", "trainer")


def test_every_service_has_a_page_of_at_most_two_screens() -> None:
    for service in SERVICES:
        assert 10 <= len((ROOT / "services" / service / "README.md").read_text().splitlines()) <= 120, service


@pytest.mark.parametrize("page", PAGES, ids=lambda page: str(page.relative_to(ROOT)))
def test_links_lead_to_files(page: Path) -> None:
    links = re.findall(r"\]\((?!https?:|#)([^)#]+)", page.read_text())
    assert [link for link in links if not (page.parent / link).exists()] == []


@pytest.mark.parametrize("page", PAGES, ids=lambda page: str(page.relative_to(ROOT)))
def test_make_targets_exist(page: Path) -> None:
    named = set(re.findall(r"`make ([a-z-]+)", page.read_text())) | set(
        re.findall(r"^make ([a-z-]+)", page.read_text(), re.MULTILINE)
    )
    assert named <= TARGETS


@pytest.mark.parametrize("page", PAGES, ids=lambda page: str(page.relative_to(ROOT)))
def test_modules_named_as_commands_exist(page: Path) -> None:
    assert set(re.findall(r"python -m touchline\.([a-z_]+)", page.read_text())) <= MODULES
