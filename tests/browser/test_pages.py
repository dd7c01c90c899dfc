"""Pages in a browser: axe on each, the keyboard, nothing from outside, three clicks, and numbers that move."""

import json
import re
from collections.abc import Callable
from pathlib import Path
from typing import Any

import pytest
from playwright.sync_api import Page, Route, expect

from conftest import SCHEMES, SHOTS, SIZES

AXE = Path(__file__).parents[2] / ".tools" / "browser" / "node_modules" / "axe-core" / "axe.min.js"
RULES = ["wcag2a", "wcag2aa", "wcag21a", "wcag21aa", "wcag22aa", "best-practice"]
Visit = Callable[..., Page]
STREAM = "**/v1/stream/predictions*"


@pytest.mark.parametrize("scheme", SCHEMES)
@pytest.mark.parametrize("size", SIZES)
def test_axe_finds_nothing_wrong_with_any_page(visit: Visit, addresses: dict[str, str], size: str, scheme: str) -> None:
    page = visit(size, scheme, bypass_csp=True)  # axe is put into the page
    found = {}
    SHOTS.mkdir(parents=True, exist_ok=True)
    for name, address in addresses.items():
        page.goto(address)
        page.screenshot(path=SHOTS / f"{name}-{size}-{scheme}.png", full_page=True)
        for details in page.locator("details").all():
            details.locator("summary").click()
        page.add_script_tag(content=AXE.read_text())
        told = page.evaluate("rules => axe.run({runOnly: {type: 'tag', values: rules}})", RULES)
        assert told["passes"], f"axe looked at nothing on {address}"
        if told["violations"]:
            found[name] = [(one["id"], [node["html"][:200] for node in one["nodes"][:3]]) for one in told["violations"]]
    assert found == {}, json.dumps(found, indent=1)


@pytest.mark.parametrize("size", SIZES)
def test_no_page_is_wider_than_its_window(visit: Visit, addresses: dict[str, str], size: str) -> None:
    page = visit(size)
    for address in addresses.values():
        page.goto(address)
        wide, window = page.evaluate("[document.documentElement.scrollWidth, innerWidth]")
        assert wide <= window, address


def test_no_page_asks_anybody_else_or_breaks_its_own_policy(visit: Visit, addresses: dict[str, str]) -> None:
    page = visit()
    asked, complaints = list[str](), list[str]()
    page.on("request", lambda request: asked.append(request.url))
    page.on("console", lambda message: complaints.append(message.text))
    page.on("pageerror", lambda error: complaints.append(str(error)))
    for address in addresses.values():
        page.goto(address, wait_until="load")
        own = re.match(r"https?://[^/]+", page.url)
        assert own is not None
        assert [url for url in asked if not url.startswith(own.group())] == []
    assert [one for one in complaints if "Content Security Policy" in one or "Error" in one] == []


def test_the_keyboard_skips_to_the_content_and_opens_a_match(visit: Visit) -> None:
    page = visit()
    page.goto("/")
    page.keyboard.press("Tab")
    expect(page.locator(".skip")).to_be_focused()
    page.keyboard.press("Enter")
    page.keyboard.press("Tab")
    first = page.locator("main a").first
    expect(first).to_be_focused()
    outline = first.evaluate("one => getComputedStyle(one).outlineStyle")
    assert outline != "none"
    page.keyboard.press("Enter")
    page.wait_for_url("**/match/**")


def test_a_raw_document_is_three_clicks_away(visit: Visit) -> None:
    page = visit()
    page.goto("/")
    page.locator("main .card a").first.click()
    page.locator("main a.button").click()
    page.locator("main a[href^='/document/']").first.click()
    expect(page.locator("main")).to_contain_text("SHA-256")


def test_pages_can_be_read_without_a_script(visit: Visit, addresses: dict[str, str]) -> None:
    page = visit(java_script_enabled=False)
    page.goto(addresses["match"])
    expect(page.locator("[data-share=home]").first).to_contain_text("%")


def test_numbers_move_without_a_reload(visit: Visit, addresses: dict[str, str]) -> None:
    page = visit()
    match_id = addresses["match"].removeprefix("/match/")
    said = {"match_id": match_id, "probabilities": {"home": 0.615, "draw": 0.215, "away": 0.17}}
    _stream(page, [{**said, "match_id": "E0:another"}, said])
    page.goto("/")
    page.evaluate("window.kept = true")
    card = page.locator(f"[data-match='{match_id}']")
    for side, shown in (("home", "62%"), ("draw", "21%"), ("away", "17%")):
        expect(card.locator(f"[data-share={side}]")).to_have_text(shown)
    assert card.locator("[data-bar] rect").nth(1).get_attribute("x") == "61.5"
    expect(page.locator("[data-status]")).to_contain_text(" v ")
    assert page.evaluate("window.kept")


def test_a_stream_that_is_not_there_or_talks_nonsense_leaves_a_page_as_it_was(visit: Visit) -> None:
    page = visit()
    errors = list[str]()
    page.on("pageerror", lambda error: errors.append(str(error)))
    page.route(STREAM, lambda route: route.fulfill(status=404, body="{}"))
    page.goto("/")
    before = page.locator("main").inner_text()
    _stream(page, [{}, "no object", None])
    page.goto("/")
    page.wait_for_timeout(500)
    assert page.locator("main").inner_text() == before
    assert errors == []


def _stream(page: Page, said: list[Any]) -> None:
    """Answer with these events, once."""

    def fulfil(route: Route) -> None:
        body = "retry: 600000\n\n" + "".join(f"event: prediction\nid: 1\ndata: {json.dumps(one)}\n\n" for one in said)
        route.fulfill(status=200, content_type="text/event-stream", body=body)

    page.unroute(STREAM)
    page.route(STREAM, fulfil)
