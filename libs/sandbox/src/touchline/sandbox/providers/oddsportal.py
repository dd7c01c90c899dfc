"""OddsPortal: the recorded page of sure bets, and leagues' pages made in its shape of football-data.co.uk's facts."""

from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass
from datetime import UTC, date, datetime, timedelta
from html import escape
from itertools import groupby
from pathlib import Path

from touchline.sandbox.providers import football_data
from touchline.sandbox.providers.coming import coming_in, has_begun, played_in
from touchline.sandbox.providers.football_data import FootballData
from touchline.sandbox.providers.provider import HTML, REAL, SIMULATED, Served
from touchline.schemas.competitions import Competition, known_as

SOURCE = "oddsportal"
FILE = "html/oddsportal_surebets_2013.html"
SURE_BETS, SPORT = "sure-bets", "soccer/"
TAKEN_AT = datetime(2013, 11, 25, 9, 40, 50, tzinfo=UTC)  # of the page's own script
LEAGUES = known_as(SOURCE)
FIGURES = str.maketrans("1234567.", "axcteopz")  # how the provider hid its prices
BEFORE, CLOSING = ("AvgH", "AvgD", "AvgA"), ("AvgCH", "AvgCD", "AvgCA")
SHOWN_FOR = timedelta(days=2)


@dataclass(frozen=True, slots=True)
class Shown:
    """A row of a league's page."""

    kick_off: datetime
    home: str
    away: str
    prices: tuple[str, ...]
    goals: tuple[str, str] | None = None


@dataclass(frozen=True)
class OddsPortal:
    """The page of one moment, and the facts of all days."""

    sure_bets: bytes | None
    facts: FootballData | None

    def answer(self, path: str, moment: datetime, query: Mapping[str, str]) -> Served | None:
        """The sure bets from their own time on; a league's page as far as times of kick-off are known."""
        name = path.strip("/")
        if name == SURE_BETS:
            return Served(self.sure_bets, HTML, REAL) if self.sure_bets and moment >= TAKEN_AT else None
        competition = LEAGUES.get(name.removeprefix(SPORT)) if name.startswith(SPORT) else None
        if self.facts is None or competition is None or not has_begun(self.facts, competition.code, moment):
            return None
        return Served(_page(name, _rows(self.facts, competition, moment), moment), HTML, SIMULATED)


def recorded(folder: Path) -> OddsPortal | None:
    """The recorded page, and pages made from the recorded season files."""
    file, facts = folder / FILE, football_data.recorded(folder)
    page = file.read_bytes() if file.is_file() else None
    return OddsPortal(page, facts) if page is not None or facts is not None else None


def _rows(facts: FootballData, competition: Competition, moment: datetime) -> Iterator[Shown]:
    """Results of yesterday and today, then what is to come."""
    for row in played_in(facts, competition.code, moment, SHOWN_FOR):
        cells, yesterday = row.cells, moment.date() - timedelta(days=1)
        if cells.get("Time") and row.kick_off.date() >= yesterday and all(cells.get(name) for name in CLOSING):
            goals, prices = (cells["FTHG"], cells["FTAG"]), tuple(cells[name] for name in CLOSING)
            yield Shown(row.kick_off, cells["HomeTeam"], cells["AwayTeam"], prices, goals)
    for match in coming_in(facts, competition.code, moment):
        if match.prices(*BEFORE):
            prices = tuple(match.cells[name] for name in BEFORE)
            yield Shown(match.kick_off, match.cells["HomeTeam"], match.cells["AwayTeam"], prices)


def _page(name: str, rows: Iterable[Shown], moment: datetime) -> bytes:
    lines = [
        "<!DOCTYPE html>",
        f"<html><head><title>{name} odds</title></head><body>",
        '<table class="table-main" id="tournamentTable"><tbody>',
        f'<tr class="dark center"><th class="first2 tl" colspan="7"><a href="/{name}/">{name}</a></th></tr>',
    ]
    for day, matches in groupby(sorted(rows, key=lambda row: row.kick_off), key=lambda row: row.kick_off.date()):
        lines.append(f'<tr class="center nob-border"><th colspan="3">{called(day, moment.date())}</th></tr>')
        lines.extend(_row(match) for match in matches)
    return "\n".join([*lines, "</tbody></table></body></html>", ""]).encode()


def called(day: date, today: date) -> str:
    """A day as the page calls it on another.

    >>> called(date(2020, 2, 29), date(2020, 2, 28)), called(date(2020, 3, 7), date(2020, 2, 28))
    ('Tomorrow, 29 Feb', '07 Mar 2020')
    """
    word = {-1: "Yesterday", 0: "Today", 1: "Tomorrow"}.get((day - today).days)
    return f"{word}, {day:%d %b}" if word else f"{day:%d %b %Y}"


def _row(match: Shown) -> str:
    home, away, score = escape(match.home), escape(match.away), ""
    if match.goals:
        ours, theirs = (int(goals) for goals in match.goals)
        score = f"{ours}:{theirs}"
        home, away = (
            (f"<strong>{home}</strong>" if ours > theirs else home),
            (f"<strong>{away}</strong>" if theirs > ours else away),
        )
    prices = "".join(f'<td class="odds-nowrp" xodd="{hidden(price)}"></td>' for price in match.prices)
    return (
        f'<tr class="odd"><td class="table-time">{match.kick_off:%H:%M}</td>'
        f'<td class="name table-participant">{home} - {away}</td>'
        f'<td class="center table-score">{score}</td>{prices}</tr>'
    )


def hidden(price: str) -> str:
    """A price as the provider hid it: letters for some figures, and everything twice.

    >>> hidden("1.68")
    'azo8fazo8'
    """
    written = price.translate(FIGURES)
    return f"{written}f{written}"
