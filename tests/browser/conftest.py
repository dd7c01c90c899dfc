"""A real browser on a running platform, which it knows by its address alone."""

import json
import os
import urllib.request
from collections.abc import Callable, Iterator
from pathlib import Path
from typing import Any

import pytest
from playwright.sync_api import Browser, Page, sync_playwright

BASE = os.environ.get("TOUCHLINE_PAGES", "http://127.0.0.1:8080")
SHOTS = Path(os.environ.get("TOUCHLINE_SHOTS", "build/pages"))
SIZES = {"phone": {"width": 390, "height": 844}, "desktop": {"width": 1280, "height": 900}}
SCHEMES = ("light", "dark")


@pytest.fixture(scope="session")
def browser() -> Iterator[Browser]:
    """Debian's Chromium."""
    with sync_playwright() as playwright:
        opened = playwright.chromium.launch(executable_path="/usr/bin/chromium", args=["--no-sandbox"])
        yield opened
        opened.close()


@pytest.fixture
def visit(browser: Browser) -> Iterator[Callable[..., Page]]:
    """Opens pages, each in a window and a colour scheme; what they ask of others is refused and kept."""
    contexts = []

    def opened(size: str = "desktop", scheme: str = "light", **about: Any) -> Page:
        context = browser.new_context(base_url=BASE, viewport=SIZES[size], color_scheme=scheme, **about)
        context.set_default_timeout(60_000)
        contexts.append(context)
        return context.new_page()

    yield opened
    for context in contexts:
        context.close()


@pytest.fixture(scope="session")
def addresses() -> dict[str, str]:
    """Every kind of page, by its name; a match with a prediction leads to the others."""
    fixtures = _asked("/v1/fixtures")["fixtures"]
    match = next(one for one in fixtures if one["prediction"])
    prediction = match["prediction"]["prediction_id"]
    document = next(
        one["sha256"] for one in _asked(f"/v1/predictions/{prediction}/lineage")["documents"] if one["object_key"]
    )
    return {
        "matches": "/",
        "match": f"/match/{match['match_id']}",
        "team": f"/team/{match['home_team']}",
        "table": "/table",
        "performance": "/performance",
        "models": "/models",
        "prediction": f"/prediction/{prediction}",
        "document": f"/document/{document}",
        "problem": "/nowhere",
    }


def _asked(path: str) -> Any:
    with urllib.request.urlopen(BASE + path, timeout=60) as answer:
        return json.load(answer)
