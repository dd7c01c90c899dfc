"""The documentation is read by a test: its links lead somewhere and its commands exist."""

import re
import subprocess
from pathlib import Path
from typing import Any

import pytest
import yaml

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
def test_links_into_a_page_lead_to_one_of_its_headings(page: Path) -> None:
    links = re.findall(r"\]\((?!https?:)([^)#]*)#([^)]+)\)", page.read_text())
    assert [(to, at) for to, at in links if at not in _headings((page.parent / to) if to else page)] == []


def _headings(page: Path) -> set[str]:
    """Anchors of a page's headings, as GitHub and the site make them."""
    titles = re.findall(r"^#+ (.+)$", page.read_text(), re.MULTILINE)
    return {re.sub(r"[^\w\- ]", "", title.lower()).strip().replace(" ", "-") for title in titles}


def test_every_page_is_reached_from_the_site() -> None:
    reached: set[Path] = set()
    waiting = [ROOT / path for path in _paths(yaml.safe_load((ROOT / "docs/site/mkdocs.yml").read_text())["nav"])]
    while waiting:
        page = waiting.pop().resolve()
        page = page / "README.md" if page.is_dir() else page
        if page in reached or page not in PAGES:
            continue
        reached.add(page)
        waiting += [page.parent / link for link in re.findall(r"\]\((?!https?:|#)([^)#]+)", page.read_text())]
    samples = {page for page in PAGES if page.is_relative_to(ROOT / "tests" / "samples")}
    assert {str(page.relative_to(ROOT)) for page in {*PAGES} - reached - samples} == set()


def _paths(nav: Any) -> list[str]:
    if isinstance(nav, str):
        return [nav]
    return [path for one in (nav.values() if isinstance(nav, dict) else nav) for path in _paths(one)]


@pytest.mark.parametrize("page", PAGES, ids=lambda page: str(page.relative_to(ROOT)))
def test_make_targets_exist(page: Path) -> None:
    named = set(re.findall(r"`make ([a-z-]+)", page.read_text())) | set(
        re.findall(r"^make ([a-z-]+)", page.read_text(), re.MULTILINE)
    )
    assert named <= TARGETS


@pytest.mark.parametrize("page", PAGES, ids=lambda page: str(page.relative_to(ROOT)))
def test_modules_named_as_commands_exist(page: Path) -> None:
    assert set(re.findall(r"python -m touchline\.([a-z_]+)", page.read_text())) <= MODULES
