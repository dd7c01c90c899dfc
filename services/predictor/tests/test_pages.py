"""Pages over a state in memory: what stands on them, hostile text, the policy, sizes, tags, and problems for people."""

from collections.abc import AsyncIterator, Iterator
from dataclasses import replace
from itertools import pairwise
from typing import Any

import httpx
import pytest
from blends import bundle
from known_facts import DOCUMENT, KnownFacts
from known_pages import FIRST, SCRIPT, KnownReports, known_reports, pages_state, players_settled, word
from known_season import CLUBS, season_facts
from known_state import KnownSources
from memory_trials import known_trial
from selectolax.lexbor import LexborHTMLParser as Page
from test_explanation_api import Objects, SealedSources

from touchline.predictor.bundles import StoredBundles
from touchline.predictor.serving.api import api_of, build_api
from touchline.predictor.serving.parts import Parts
from touchline.predictor.serving.state import State
from touchline.schemas.records import Stage
from touchline.schemas.topics import PLAYER_SETTLEMENTS, PROMOTIONS, TRIALS

HTML = {"Accept": "text/html,application/xhtml+xml,*/*;q=0.8"}
LARGEST = 100_000  # bytes of a first view: the page and all that it needs
HOSTILE = 'x"><script>alert(1)</script>'


@pytest.fixture
def state(make: Any) -> State:
    return pages_state(make)


@pytest.fixture
def facts() -> KnownFacts:
    return season_facts()


@pytest.fixture
def reports() -> KnownReports:
    return known_reports()


@pytest.fixture
def sources() -> KnownSources:
    return SealedSources(DOCUMENT)


@pytest.fixture
async def client(
    state: State, sources: KnownSources, facts: KnownFacts, reports: KnownReports
) -> AsyncIterator[httpx.AsyncClient]:
    api = build_api(state, sources, facts, StoredBundles(Objects({"models/1": bundle()})), reports)
    transport = httpx.ASGITransport(api, raise_app_exceptions=False)
    async with httpx.AsyncClient(transport=transport, base_url="http://test", headers=HTML) as open_client:
        yield open_client


def addresses(state: State) -> Iterator[str]:
    """Every page."""
    (prediction_id,) = state.predictions
    _, _, home, _ = FIRST.split(":")
    yield from ("/", f"/match/{FIRST}", f"/team/{home}", "/table", "/performance", "/models")
    yield from (f"/prediction/{prediction_id}", f"/document/{DOCUMENT}")


async def read(client: httpx.AsyncClient, address: str) -> Page:
    answer = await client.get(address)
    assert answer.status_code == 200, (address, answer.text)
    assert answer.headers["content-type"] == "text/html; charset=utf-8"
    return Page(answer.text)


async def test_every_page_has_landmarks_a_title_one_first_heading_and_headings_in_order(
    client: httpx.AsyncClient, state: State
) -> None:
    for address in addresses(state):
        page = await read(client, address)
        assert page.css_first("html").attributes["lang"] == "en"
        assert len(page.css("main")) == len(page.css("header")) == len(page.css("footer")) == 1, address
        assert page.css_first("title").text().endswith("– Touchline")
        levels = [int(one.tag[1]) for one in page.css("h1, h2, h3, h4")]
        assert levels[0] == 1, address
        assert levels.count(1) == 1, address
        assert all(after - before <= 1 for before, after in pairwise(levels)), (address, levels)
        assert all(table.css_first("caption").text(strip=True) for table in page.css("table")), address
        ids = [one.attributes["id"] for one in page.css("[id]")]
        assert len(ids) == len({*ids}), address
        named = [one.attributes["aria-labelledby"] for one in page.css("[aria-labelledby]")]
        assert {*named} <= {*ids}, address


async def test_every_link_of_ours_leads_to_a_page(client: httpx.AsyncClient, state: State) -> None:
    found = set[str]()
    for address in addresses(state):
        page = await read(client, address)
        found |= {href for one in page.css("a[href]") if (href := one.attributes["href"]) and href.startswith("/")}
        found |= {str(one.attributes["href"]) for one in page.css("link[href]")}
        found |= {str(one.attributes["src"]) for one in page.css("script[src]")}
    assert {"/", "/table", "/performance", "/models"} <= found
    past = {one for one in found if one.startswith("/match/") and one != f"/match/{FIRST}"}
    for address in sorted(found - past):
        assert (await client.get(address)).status_code == 200, address


async def test_nothing_is_asked_of_anybody_else_and_nothing_stands_in_line(
    client: httpx.AsyncClient, state: State
) -> None:
    for address in addresses(state):
        answer = await client.get(address)
        policy = answer.headers["content-security-policy"]
        assert "default-src 'none'" in policy
        assert "unsafe" not in policy
        page = Page(answer.text)
        assert page.css("style") == page.css("iframe") == page.css("form") == page.css("img") == []
        assert [one for one in page.css("script") if not one.attributes.get("src", "").startswith("/assets/")] == []
        for one in page.css("*"):
            given = one.attributes
            assert "style" not in given, (address, one.html)
            assert not [name for name in given if name.startswith("on")], (address, one.html)
            assert not str(given.get("src") or "").startswith(("http", "//")), (address, one.html)


async def test_a_first_view_is_below_100_kilobytes(client: httpx.AsyncClient, state: State) -> None:
    for address in addresses(state):
        page = await client.get(address)
        parsed = Page(page.text)
        needed = [str(one.attributes["href"]) for one in parsed.css("link[rel=stylesheet], link[rel=icon]")]
        needed += [str(one.attributes["src"]) for one in parsed.css("script[src]")]
        assert len(needed) == 3
        size = len(page.content) + sum([len((await client.get(one)).content) for one in needed])
        assert size < LARGEST, (address, size)


async def test_a_script_in_a_name_a_reason_or_a_headline_stays_text(client: httpx.AsyncClient, state: State) -> None:
    page = await read(client, f"/match/{FIRST}")
    news = page.css_first("#around").parent
    assert news is not None
    assert SCRIPT in news.text()
    assert [one for one in page.css("script") if not one.attributes.get("src")] == []


async def test_an_address_that_a_browser_would_run_is_no_link(client: httpx.AsyncClient) -> None:
    page = await read(client, f"/match/{FIRST}")
    links = {one.text(): str(one.attributes["href"]) for one in page.css("a[href]")}
    assert "Click me" in page.text()
    assert "Click me" not in links
    assert not [href for href in links.values() if href.lower().startswith(("javascript:", "data:"))]
    assert links["A quiet week"].endswith('"onmouseover="alert(1)')


async def test_a_team_whose_name_is_a_script_is_shown_on_every_page_as_text(
    client: httpx.AsyncClient, state: State, make: Any
) -> None:
    first = state.latest[FIRST]
    hostile = f"E0:2019-20:{HOSTILE}:{CLUBS[0]}"
    row = replace(first, match_id=hostile, home_team=HOSTILE, prediction_id="e" * 32, revision=first.revision + 1)
    state.latest[hostile] = state.predictions["e" * 32] = row
    meeting = next(iter(state.vectors.values()))
    state.vectors[hostile, meeting.catalogue_version] = replace(meeting, match_id=hostile, home_team=HOSTILE)
    state.snapshots[HOSTILE, meeting.catalogue_version] = make.team(HOSTILE)
    for address in ("/", "/match/" + hostile.replace("/", "%2F"), "/prediction/" + "e" * 32):
        answer = await client.get(address)
        page = Page(answer.text)
        assert [one for one in page.css("script") if not one.attributes.get("src")] == [], address
        if answer.status_code == 200:
            assert "<script>alert(1)</script>" in page.text(), address


async def test_the_coming_round_has_whole_percents_that_sum_to_a_hundred_and_says_how_old_they_are(
    client: httpx.AsyncClient, state: State
) -> None:
    page = await read(client, "/")
    (card,) = page.css("li.card")
    assert card.attributes["data-match"] == FIRST
    shares = [int(one.text().rstrip("%")) for one in card.css("[data-share]")]
    assert sum(shares) == 100
    sealed = state.latest[FIRST]
    assert shares == pytest.approx([100 * sealed.home, 100 * sealed.draw, 100 * sealed.away], abs=1)
    assert len(card.css("svg.bar rect")) == 3
    assert "sealed" in card.text()
    assert "without a prediction" in page.text()


async def test_the_market_stands_beside_a_match_whose_vector_has_it(
    client: httpx.AsyncClient, state: State, make: Any
) -> None:
    assert "Bookmakers" not in (await read(client, "/")).css_first("li.card").text()
    held = next(one for one in state.vectors.values() if one.match_id == FIRST)
    priced = make.vector(market_known=1.0, market_home=1.0, market_away=0.0)
    row = make.features(FIRST, revision=held.revision + 1, event_time=held.kick_off, values=priced)
    state._met(row)
    told = (await read(client, "/")).css_first("li.card .market").text()
    assert "58%" in told  # e / (e + 2)
    assert told.count("21%") == 2


async def test_a_match_tells_scores_reasons_form_absences_and_its_origin(client: httpx.AsyncClient) -> None:
    page = await read(client, f"/match/{FIRST}")
    assert len(page.css("svg.scores [data-cell]")) == 49
    assert "the goals and chances both teams make and allow" in page.css_first(".sentences").text()
    assert len(page.css("table.reasons tbody tr")) == 9
    assert len(page.css(".form li")) == 10
    text = page.text()
    assert "Ola Nordmann" in text
    assert "Kari Nordmann, injured: Hamstring injury (25% to play)" in " ".join(text.split())
    assert [one for one in page.css("a[href]") if str(one.attributes["href"]).startswith("/prediction/")]


async def test_a_raw_document_is_three_clicks_from_the_first_page(client: httpx.AsyncClient) -> None:
    address = "/"
    for begins in ("/match/", "/prediction/", "/document/"):
        page = await read(client, address)
        address = next(href for one in page.css("main a") if (href := str(one.attributes["href"])).startswith(begins))
    page = await read(client, address)
    assert DOCUMENT in page.text()
    assert "raw/football-data/2019-12-26/" in page.text()


async def test_a_page_stays_while_the_database_is_away_and_says_which_part_is_missing(
    client: httpx.AsyncClient, facts: KnownFacts, reports: KnownReports, sources: KnownSources
) -> None:
    facts.down = reports.down = sources.down = True
    page = await read(client, f"/match/{FIRST}")
    assert sum(int(one.text().rstrip("%")) for one in page.css("[data-share]")) == 100
    assert len(page.css(".reason")) == 2
    _, _, home, _ = FIRST.split(":")
    assert "cannot be read at the moment" in (await read(client, f"/team/{home}")).text()


async def test_a_player_who_has_played_since_is_not_missing_any_more(
    client: httpx.AsyncClient, reports: KnownReports
) -> None:
    _, _, home, _ = FIRST.split(":")
    reports.said.append(word("p1", home, days_ago=10))  # he played three days later
    reports.said.append(word("p2", home, "available", days_ago=1))
    text = (await read(client, f"/match/{FIRST}")).text()
    assert "Kari Nordmann" not in text
    assert "Ola Nordmann, injured" not in " ".join(text.split())


async def test_the_table_says_where_each_club_may_end(client: httpx.AsyncClient) -> None:
    page = await read(client, "/table")
    rows = page.css("table.league tbody tr")
    assert len(rows) == 20
    assert all(len(row.css("svg.finishes rect")) >= 2 for row in rows)


async def test_the_track_record_shows_settled_predictions_beside_closing_prices(client: httpx.AsyncClient) -> None:
    page = await read(client, "/performance")
    assert "60 matches" in page.text()
    assert len(page.css("svg.plot")) == 2
    assert "bookmakers" in page.css_first(".lede").text()


async def test_the_track_record_tells_of_players_beside_the_mean_of_their_last_five(client: httpx.AsyncClient) -> None:
    page = await read(client, "/performance")
    section = page.css_first("section[aria-labelledby=players]")
    assert "40 forecasts of players in 2 matches" in section.css_first(".lede").text()
    assert "Too few matches to say more than luck would" in section.css_first(".lede").text()
    points = [cell.text() for cell in section.css("tbody tr")[2].css("td")]
    assert points == ["2.646", "5.292", "50.0%", "–"]  # of two matches there is no interval


async def test_with_enough_matches_of_players_an_interval_says_how_sure_the_difference_is(
    client: httpx.AsyncClient, state: State, make: Any
) -> None:
    rows = [players_settled(f"m{number}", 30, 1.0 + number % 3) for number in range(40)]
    uneven = [
        replace(one, points_error_last_5=one.points_error * (1.05 if n % 2 else 1.15)) for n, one in enumerate(rows)
    ]
    state.apply(PLAYER_SETTLEMENTS, make.message(PLAYER_SETTLEMENTS, uneven), make.noon)
    section = (await read(client, "/performance")).css_first("section[aria-labelledby=players]")
    assert "by more than luck explains" in section.css_first(".lede").text()
    low, high = section.css("tbody tr")[2].css("td")[3].text().rstrip("%").split(" to ")
    assert 0 < float(low) < float(high) < 50


async def test_without_settled_players_there_is_nothing_of_them(client: httpx.AsyncClient, state: State) -> None:
    state.player_settlements.clear()
    assert (await read(client, "/performance")).css_first("section[aria-labelledby=players]") is None


async def test_a_replica_that_knows_nothing_yet_has_pages_that_say_so(make: Any) -> None:
    empty = build_api(
        State(make.horizon), KnownSources(DOCUMENT), KnownFacts(), StoredBundles(Objects()), KnownReports()
    )
    async with httpx.AsyncClient(transport=httpx.ASGITransport(empty), base_url="http://test", headers=HTML) as client:
        for address in ("/", "/table", "/performance", "/models"):
            page = await read(client, address)
            assert len(page.css("main .reason")) >= 1, address
            assert "no model has been promoted yet" in page.css_first("footer").text()


@pytest.mark.parametrize(
    ("cause", "words"),
    [
        ("performance", "Called for by an alert on performance: 0.02 <behind> closing odds"),
        ("drift", "Called for by a drift: 0.02 <behind> closing odds"),
        ("schedule", "Called for by the schedule: 0.02 <behind> closing odds"),
        ("a later one", "Called for by a later one: 0.02 <behind> closing odds"),
    ],
)
async def test_a_decision_says_to_people_what_called_for_it(
    client: httpx.AsyncClient, state: State, make: Any, cause: str, words: str
) -> None:
    decision = replace(make.promotion("3", 3, b""), request_id="r", cause=cause, asked="0.02 <behind> closing odds")
    state.apply(PROMOTIONS, make.message(PROMOTIONS, [decision]), make.noon)
    latest, *others = (await read(client, "/models")).css(".decisions li")
    assert words in latest.text()
    assert not [one for one in others if "Called for" in one.text()]


async def test_a_page_names_the_place_in_the_stream_at_which_it_was_rendered(
    state: State, sources: KnownSources, facts: KnownFacts, reports: KnownReports
) -> None:
    parts = Parts.around(state, sources, facts, StoredBundles(Objects()), reports=reports)
    transport = httpx.ASGITransport(api_of(parts))
    async with httpx.AsyncClient(transport=transport, base_url="http://test", headers=HTML) as client:
        assert "data-after" not in (await read(client, "/")).css_first("body").attributes
        parts.feed.begin("0a1b2c3d", [7])
        parts.feed.take(0, 7, [(0, state.latest[FIRST])])
        assert (await read(client, "/")).css_first("body").attributes["data-after"] == "0a1b2c3d:7.1"


async def test_without_settled_predictions_the_track_record_says_so(client: httpx.AsyncClient, state: State) -> None:
    state.settlements.clear()
    assert "No prediction has been settled yet" in (await read(client, "/performance")).text()


async def test_what_is_not_there_is_a_sentence_for_people_and_a_problem_for_programs(
    client: httpx.AsyncClient,
) -> None:
    for address in ("/match/nonsense", "/team/nobody", "/prediction/none", "/document/none", "/nowhere", "/assets/a/b"):
        shown = await client.get(address)
        assert shown.status_code == 404, address
        assert shown.headers["content-type"].startswith("text/html"), address
        assert "default-src 'none'" in shown.headers["content-security-policy"]
        assert len(Page(shown.text).css("h1")) == 1
        told = await client.get(address, headers={"Accept": "*/*"})
        assert told.headers["content-type"] == "application/problem+json", address
    api = await client.get("/v1/matches/nonsense")
    assert api.headers["content-type"] == "application/problem+json"


async def test_a_bug_is_a_page_for_people_too(client: httpx.AsyncClient, state: State) -> None:
    state.settlements["broken"] = None  # type: ignore[assignment]
    shown = await client.get("/performance")
    assert shown.status_code == 500
    assert "This is our fault" in shown.text


async def test_a_page_is_not_sent_again_to_who_has_it(client: httpx.AsyncClient, state: State) -> None:
    for address in (*addresses(state), f"/match/{FIRST}/scores.svg", "/performance/months.svg"):
        first = await client.get(address)
        again = await client.get(address, headers={"If-None-Match": first.headers["etag"]})
        assert (again.status_code, again.content) == (304, b""), address
    style = Page((await client.get("/")).text).css_first("link[rel=stylesheet]").attributes["href"]
    assert "immutable" in (await client.get(str(style))).headers["cache-control"]


async def test_pictures_are_documents_of_their_own(client: httpx.AsyncClient) -> None:
    for address in (f"/match/{FIRST}/scores.svg", "/performance/reliability.svg", "/performance/months.svg"):
        answer = await client.get(address)
        assert answer.headers["content-type"].startswith("image/svg+xml")
        assert answer.text.startswith('<svg xmlns="http://www.w3.org/2000/svg"')
        assert "<script" not in answer.text


async def test_models_tell_who_stands_beside_the_champion_and_what_it_says_is_text(
    client: httpx.AsyncClient, state: State, world: Any, make: Any
) -> None:
    assert not (await read(client, "/models")).css("#beside")
    trial = replace(known_trial(make, world, Stage.CANARY), reason="<script>alert(1)</script>")
    state.apply(TRIALS, make.message(TRIALS, [trial]), make.noon)
    page = await read(client, "/models")
    assert "answers 10% of the matches first" in page.css("#beside")[0].text()
    assert "0.9800" in page.css("#beside + p + p")[0].text()
    assert "<script>alert(1)</script>" in page.css("#beside + p")[0].text()
