"""A recorded season of the Fantasy Premier League archive, and what of it was known at a moment."""

import csv
import gzip
import io
import re
from collections import defaultdict
from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from datetime import UTC, date, datetime, time, timedelta
from functools import cached_property
from itertools import compress
from pathlib import Path

RESULT_KNOWN_AFTER = timedelta(hours=2, minutes=30)
OPENED = (8, 1)  # month and day from which a season's players and clubs are shown; it was later in 2020
DEADLINE_BEFORE = timedelta(minutes=90)  # the first match of a gameweek; one hour to 2019/20
EARLIER_DEADLINE_BEFORE = timedelta(hours=1)
_KICK_OFF = re.compile(rb"\d{4}-\d\d-\d\dT\d\d:\d\d:\d\dZ")
_NEVER = datetime.max.replace(tzinfo=UTC)
_GAMEWEEK = re.compile(r"gw(\d{1,2})\.csv")

# What is counted of a player in a match, in every season; and what is since 2022/23.
COUNTED = (
    *("minutes", "goals_scored", "assists", "clean_sheets", "goals_conceded", "own_goals", "penalties_saved"),
    *("penalties_missed", "yellow_cards", "red_cards", "saves", "bonus", "bps", "total_points"),
)
LATER = ("starts", "expected_goals", "expected_assists", "expected_goal_involvements", "expected_goals_conceded")


@dataclass(frozen=True, slots=True)
class Appearance:
    """One player's row of one match; `counts` are in the order of `COUNTED`, `price` in tenths of a million."""

    element: int
    fixture: int
    gameweek: int
    at_home: bool
    opponent: int
    kick_off: datetime
    known_at: datetime
    score: tuple[int, int]
    price: int
    counts: tuple[int, ...]
    later: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class Fixture:
    """A match as it was played in the end."""

    number: int
    gameweek: int
    kick_off: datetime
    home: int
    away: int
    score: tuple[int, int]

    @property
    def result_known_at(self) -> datetime:
        """When it was over."""
        return self.kick_off + RESULT_KNOWN_AFTER


@dataclass(frozen=True)
class FplSeason:
    """A season's folder, read when it is first asked for; `name` is the archive's own: 2019-20."""

    folder: Path
    clubs: Mapping[int, str]  # names by number

    @property
    def name(self) -> str:
        """As in the archive."""
        return self.folder.name

    @property
    def opened_at(self) -> datetime:
        """From when on it is shown."""
        return datetime(int(self.name[:4]), *OPENED, tzinfo=UTC)

    @cached_property
    def ended_at(self) -> datetime:
        """When all of it was known."""
        return max(known_at for gameweek in self.gameweeks.values() for known_at in gameweek.known_at)

    def content(self, path: str) -> bytes | None:
        """A file as the archive serves it; our copies of the long ones are compressed."""
        plain, packed = self.folder / path, self.folder / f"{path}.gz"
        if packed.is_file():
            return gzip.decompress(packed.read_bytes())
        return plain.read_bytes() if plain.is_file() else None

    def table(self, path: str) -> list[dict[str, str]]:
        """The rows of a file."""
        return list(csv.DictReader(io.StringIO(text(self.content(path) or b""))))

    @cached_property
    def gameweeks(self) -> Mapping[int, "Gameweek"]:
        """By number; the files are read one by one, when they are asked for."""
        names = (file.name.removesuffix(".gz") for file in (self.folder / "gws").iterdir())
        found = sorted(int(match[1]) for match in map(_GAMEWEEK.fullmatch, names) if match)
        return {number: Gameweek(self, number) for number in found}

    @cached_property
    def appearances(self) -> list[Appearance]:
        """Every row of the season whose match has a result, by time."""
        rows = (row for gameweek in self.gameweeks.values() for row in gameweek.appearances())
        return sorted(rows, key=lambda row: row.known_at)

    @cached_property
    def of_player(self) -> Mapping[int, list[Appearance]]:
        """Each player's rows, earliest first."""
        found: dict[int, list[Appearance]] = defaultdict(list)
        for appearance in self.appearances:
            found[appearance.element].append(appearance)
        return found

    @cached_property
    def fixtures(self) -> list[Fixture]:
        """The matches, by kick-off, out of what their players' rows say: each side names the other as its opponent."""
        sides: dict[int, dict[bool, Appearance]] = defaultdict(dict)
        for appearance in self.appearances:
            sides[appearance.fixture].setdefault(appearance.at_home, appearance)
        stated = {int(row["id"]): moment(row["kickoff_time"]) for row in self.table("fixtures.csv")}
        found = (_fixture(number, side[True], side[False], stated) for number, side in sides.items() if len(side) > 1)
        return sorted(found, key=lambda fixture: (fixture.kick_off, fixture.number))

    @cached_property
    def fixture(self) -> Mapping[int, Fixture]:
        """By number."""
        return {fixture.number: fixture for fixture in self.fixtures}

    @cached_property
    def players(self) -> list[dict[str, str]]:
        """players_raw.csv, whose counts are those at the end."""
        return self.table("players_raw.csv")

    def known(self, element: int, at: datetime) -> list[Appearance]:
        """A player's rows up to a moment, earliest first."""
        return [row for row in self.of_player.get(element, []) if row.known_at <= at]

    def is_listed(self, element: int, at: datetime) -> bool:
        """Whether he was in the game: those of the first gameweek from the start, others from their first match on."""
        rows = self.of_player.get(element, [])
        return bool(rows) and (rows[0].gameweek == 1 or rows[0].known_at <= at)

    def club_of(self, element: int, at: datetime) -> int:
        """The club for which he was last listed in a match, or will be first."""
        row = (self.known(element, at) or self.of_player[element][:1])[-1]
        fixture = self.fixture[row.fixture]
        return fixture.home if row.at_home else fixture.away

    @cached_property
    def deadlines(self) -> Mapping[int, datetime]:
        """When the teams of each gameweek had to be chosen, in order."""
        before = DEADLINE_BEFORE if self.name >= "2020-21" else EARLIER_DEADLINE_BEFORE
        first: dict[int, datetime] = {}
        for fixture in self.fixtures:  # by kick-off
            first.setdefault(fixture.gameweek, fixture.kick_off - before)
        return dict(sorted(first.items()))

    @cached_property
    def over_at(self) -> Mapping[int, datetime]:
        """When all points of each gameweek were known."""
        return {fixture.gameweek: points_known_at(fixture.kick_off) for fixture in self.fixtures}


@dataclass(frozen=True)
class Gameweek:
    """One file of a season."""

    season: FplSeason
    number: int

    @property
    def content(self) -> bytes:
        """As recorded."""
        return self.season.content(f"gws/gw{self.number}.csv") or b""

    @cached_property
    def known_at(self) -> tuple[datetime, ...]:
        """Of every line below the header, the moment from which it was known."""
        known: dict[bytes, datetime] = {}
        found = (_KICK_OFF.search(line) for line in self.content.splitlines()[1:])
        kick_offs = [match.group() if match else b"" for match in found]
        for kick_off in kick_offs:
            known.setdefault(kick_off, points_known_at(moment(kick_off.decode())) if kick_off else _NEVER)
        return tuple(known[kick_off] for kick_off in kick_offs)

    def as_of(self, at: datetime) -> bytes | None:
        """The file as it stood, cut by whole lines; None before its first match was known.

        A gameweek in which nothing was played has a file of only a header, there when the next one has begun.
        """
        kept = [known_at <= at for known_at in self.known_at]
        if all(kept):
            return self.content if kept or self._is_past(at) else None
        header, *lines = self.content.splitlines(keepends=True)
        return b"".join([header, *compress(lines, kept)]) if any(kept) else None

    def _is_past(self, at: datetime) -> bool:
        later = (gameweek for number, gameweek in self.season.gameweeks.items() if number > self.number)
        following = next((gameweek for gameweek in later if gameweek.known_at), None)
        return following is not None and min(following.known_at) <= at

    def appearances(self) -> Iterator[Appearance]:
        """Its rows; of a postponed match there is none."""
        for cells in csv.DictReader(io.StringIO(text(self.content))):
            if cells["team_h_score"]:
                yield _appearance(cells, self.number)


def seasons_in(folder: Path) -> dict[str, FplSeason]:
    """The seasons of an archive's folder `data`, by name."""
    clubs: dict[str, dict[int, str]] = defaultdict(dict)
    for row in csv.DictReader(io.StringIO((folder / "master_team_list.csv").read_text(encoding="utf-8"))):
        clubs[row["season"]][int(row["team"])] = row["team_name"]
    return {one.name: FplSeason(one, clubs[one.name]) for one in sorted(folder.iterdir()) if (one / "gws").is_dir()}


def season_at(seasons: Mapping[str, FplSeason], at: datetime) -> FplSeason | None:
    """The season that was being played, or prepared since August; None where it is not recorded."""
    begun = [season for season in seasons.values() if season.opened_at <= at]
    season = max(begun, key=lambda one: one.opened_at, default=None)
    return season if season and at < season.opened_at.replace(year=season.opened_at.year + 1) else None


def text(content: bytes) -> str:
    """UTF-8, before 2019/20 latin-1."""
    try:
        return content.decode()
    except UnicodeDecodeError:
        return content.decode("latin-1")


def moment(cell: str) -> datetime:
    """A moment as the provider writes it."""
    return datetime.fromisoformat(cell).astimezone(UTC)


def points_known_at(kick_off: datetime) -> datetime:
    """Bonus points, and with them the points, are known on the next day.

    >>> points_known_at(datetime(2019, 8, 9, 19, tzinfo=UTC)).isoformat()
    '2019-08-10T00:00:00+00:00'
    """
    next_day: date = kick_off.date() + timedelta(days=1)
    return max(kick_off + RESULT_KNOWN_AFTER, datetime.combine(next_day, time(tzinfo=UTC)))


def _appearance(cells: Mapping[str, str], gameweek: int) -> Appearance:
    kick_off = moment(cells["kickoff_time"])
    return Appearance(
        element=int(cells["element"]),
        fixture=int(cells["fixture"]),
        gameweek=gameweek,
        at_home=cells["was_home"] == "True",
        opponent=int(cells["opponent_team"]),
        kick_off=kick_off,
        known_at=points_known_at(kick_off),
        score=(int(cells["team_h_score"]), int(cells["team_a_score"])),
        price=int(cells["value"]),
        counts=tuple(int(cells[name]) for name in COUNTED),
        later=tuple(cells.get(name, "") for name in LATER),
    )


def _fixture(number: int, home: Appearance, away: Appearance, stated: Mapping[int, datetime]) -> Fixture:
    return Fixture(
        number=number,
        gameweek=home.gameweek,
        kick_off=stated.get(number) or home.kick_off,
        home=away.opponent,
        away=home.opponent,
        score=home.score,
    )
