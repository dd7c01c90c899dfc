"""FBref: the recorded page of a squad's season, cut to what was known, and the league's page that links to it."""

import re
from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from datetime import UTC, datetime, timedelta
from functools import cached_property
from pathlib import Path

from touchline.sandbox.providers.provider import DERIVED, HTML, REAL, Served
from touchline.sandbox.providers.season import RESULT_KNOWN_AFTER

SOURCE = "fbref"
FILE = "html/fbref_schedule_tottenham_2019-20.html"
SQUAD = "en/squads/361ca564/2019-2020/Tottenham-Hotspur-Stats"
LEAGUE = "en/comps/9/2019-2020/2019-2020-Premier-League-Stats"
TITLE = b"2019-2020 Tottenham Hotspur Stats"

_TABLE = re.compile(rb'<table[^>]*id="matchlogs_all".*?<tbody>', re.DOTALL)
_ROW = re.compile(rb'<tr class="side-for"[^>]*>.*?</tr>', re.DOTALL)
_KICK_OFF = re.compile(rb'data-venue-epoch="(\d+)"')
_EXPECTED_GOALS = re.compile(rb'(data-stat="xg_(?:for|against)"[^>]*>)[^<]*')


@dataclass(frozen=True, slots=True)
class Row:
    """A match as the page has it."""

    content: bytes
    kick_off: datetime

    @property
    def counted_at(self) -> datetime:
        """When its expected goals were there: from the next day on."""
        return self.kick_off.replace(hour=0, minute=0, second=0) + timedelta(days=1)

    def as_of(self, moment: datetime) -> bytes:
        """The row without what was not yet counted; empty before the result was known."""
        if self.kick_off + RESULT_KNOWN_AFTER > moment:
            return b""
        return self.content if self.counted_at <= moment else _EXPECTED_GOALS.sub(rb"\1", self.content)


@dataclass(frozen=True)
class Fbref:
    """A squad's page. Its other tables count whole seasons, so past views hold its matches alone."""

    content: bytes

    @cached_property
    def table(self) -> tuple[bytes, list[Row]]:
        """The beginning of the table of matches, and its rows."""
        head = _TABLE.search(self.content)
        if head is None:
            return b"", []
        end = self.content.find(b"</tbody>", head.end())
        return head[0], list(_rows(self.content[head.end() : end]))

    def answer(self, path: str, moment: datetime, query: Mapping[str, str]) -> Served | None:
        """The squad's page once a result was known, the league's once it links to one."""
        if path == SQUAD:
            return self._squad(moment)
        if path == LEAGUE and self._squad(moment):
            return Served(
                b'<!DOCTYPE html><title>Squads</title><a href="/%s">Tottenham</a>\n' % SQUAD.encode(), HTML, DERIVED
            )
        return None

    def _squad(self, moment: datetime) -> Served | None:
        head, rows = self.table
        if rows and max(row.counted_at for row in rows) <= moment:
            return Served(self.content, HTML, REAL)
        shown = [row for row in (row.as_of(moment) for row in rows) if row]
        if not shown:
            return None
        # The table stands in a comment, as the provider's later tables do.
        page = b"<!DOCTYPE html><title>%s</title>\n<!--\n%s\n%s\n</tbody></table>\n-->\n" % (
            TITLE,
            head,
            b"\n".join(shown),
        )
        return Served(page, HTML, DERIVED)


def recorded(folder: Path) -> Fbref | None:
    """The recorded page."""
    file = folder / FILE
    return Fbref(file.read_bytes()) if file.is_file() else None


def _rows(body: bytes) -> Iterator[Row]:
    for row in _ROW.findall(body):
        moment = _KICK_OFF.search(row)
        if moment:
            yield Row(row, datetime.fromtimestamp(int(moment[1]), UTC))
