"""The documentation's site in a real browser: no page wider than the screen, nothing asked of anybody else."""

import os
import threading
from collections.abc import Callable, Iterator
from functools import partial
from http.server import SimpleHTTPRequestHandler, ThreadingHTTPServer
from pathlib import Path

import pytest
from playwright.sync_api import Page

from conftest import SCHEMES, SHOTS, SIZES

SITE = os.environ.get("TOUCHLINE_SITE", "")
PAGES = {path.stem: path for path in sorted(Path(SITE).glob("docs/*.html"))}
PAGES |= {f"reference-{path.stem}": path for path in sorted(Path(SITE).glob("docs/reference/*.html"))}
PAGES |= {"start": Path(SITE) / "index.html"}

pytestmark = pytest.mark.skipif(not SITE, reason="TOUCHLINE_SITE names no site; `make verify-site` does")


class Quiet(SimpleHTTPRequestHandler):
    """Files, without a line for each."""

    def log_message(self, format: str, *args: object) -> None:
        """Say nothing."""


@pytest.fixture(scope="module")
def address() -> Iterator[str]:
    server = ThreadingHTTPServer(("127.0.0.1", 0), partial(Quiet, directory=SITE))
    threading.Thread(target=server.serve_forever, daemon=True).start()
    yield f"http://127.0.0.1:{server.server_port}"
    server.shutdown()


@pytest.mark.parametrize("scheme", SCHEMES)
@pytest.mark.parametrize("size", SIZES)
@pytest.mark.parametrize("name", PAGES)
def test_a_page_fits_the_screen_and_asks_nobody_else(
    name: str, size: str, scheme: str, address: str, visit: Callable[..., Page]
) -> None:
    asked: list[str] = []
    page = visit(size, scheme)
    page.on("request", lambda request: asked.append(request.url))
    page.goto(f"{address}/{PAGES[name].relative_to(SITE)}")
    wider = page.evaluate("document.documentElement.scrollWidth - document.documentElement.clientWidth")
    SHOTS.mkdir(parents=True, exist_ok=True)
    page.screenshot(path=SHOTS / f"{name}-{size}-{scheme}.png")
    assert [url for url in asked if not url.startswith((address, "data:", "blob:"))] == []
    assert wider <= 0
    broken = page.evaluate("[...document.images].filter(one => one.complete && !one.naturalWidth).map(one => one.src)")
    assert broken == []
