"""Our side: the ingestor's fetcher and the normalizer's dialects. `python -m benchmarks.ingest.ours < plan.json`."""

import asyncio
import json
import sys
import time
from datetime import UTC, datetime
from typing import Any

import httpx
from aiolimiter import AsyncLimiter

from benchmarks.ingest.account import Account, told
from touchline.ingestor.addresses import AddressPolicy
from touchline.ingestor.fetching import Fetcher
from touchline.ingestor.sources.circuit import Circuit
from touchline.normalizer.dialects.dialect import Document
from touchline.normalizer.dialects.fbref.parser import DIALECT as FBREF
from touchline.normalizer.dialects.football_data.parser import DIALECT as FOOTBALL_DATA
from touchline.normalizer.dialects.fpl_archive.parser import DIALECT as FPL_ARCHIVE
from touchline.normalizer.dialects.names import Names
from touchline.normalizer.dialects.oddsportal.parser import DIALECT as ODDSPORTAL
from touchline.normalizer.dialects.openfootball.parser import DIALECT as OPENFOOTBALL
from touchline.normalizer.dialects.pinnacle.parser import DIALECT as PINNACLE
from touchline.normalizer.dialects.rows import IdentityRow, MatchRow, OddsRow, Parsed, PlayerMatchRow
from touchline.normalizer.identities.reviewed import reviewed

DIALECTS = {one.source: one for one in (FBREF, FOOTBALL_DATA, FPL_ARCHIVE, ODDSPORTAL, OPENFOOTBALL, PINNACLE)}


async def main() -> None:
    """Fetch and read every document of the plan, so many times; the last time is counted."""
    plan = json.load(sys.stdin)
    names, base = reviewed(), plan["base"]
    async with httpx.AsyncClient(trust_env=False) as client:
        policy = AddressPolicy(frozenset(), sandbox=base)
        fetcher = Fetcher(client, policy, AsyncLimiter(100_000, 1), Circuit(limit=5, pause=60))
        await fetcher.read_robots(base)
        for _ in range(plan["passes"]):
            seconds, accounts = dict[str, float](), dict[str, Account]()
            for one in plan["documents"]:
                await _read(one, base, fetcher, names, seconds, accounts)
    told(seconds, accounts)


async def _read(
    one: dict[str, Any],
    base: str,
    fetcher: Fetcher,
    names: Names,
    seconds: dict[str, float],
    accounts: dict[str, Account],
) -> None:
    begun = time.perf_counter()
    answer = await fetcher.get(f"{base}/{one['key']}")
    document = Document(one["key"], True, datetime(2026, 11, 24, tzinfo=UTC))
    parsed = DIALECTS[document.source].read(answer.body, document, _known(one, names))
    _learn(one, parsed)
    seconds[one["kind"]] = seconds.get(one["kind"], 0.0) + time.perf_counter() - begun
    accounts.setdefault(one["kind"], Account()).add(account_of(parsed))


STATED: dict[str, list[Names]] = {}  # by kind


def _known(one: dict[str, Any], names: Names) -> Names:
    stated = STATED.get(one["kind"])
    return stated[-1] if stated else names


def _learn(one: dict[str, Any], parsed: Parsed) -> None:
    stated = parsed.of(IdentityRow)
    if stated:
        known = Names.of((row.name, row.identity) for row in stated)
        STATED[one["kind"]] = [known.over(_known(one, reviewed()))]


def account_of(parsed: Parsed) -> Account:
    """The facts in numbers."""
    account = Account()
    for row in parsed.rows:
        match row:
            case MatchRow():
                account.matches += 1
                account.kick_offs += int(row.kick_off.timestamp())
                account.goals += row.counts.home_goals or 0
            case OddsRow():
                account.odds += 1
                account.prices += sum(row.prices)
            case PlayerMatchRow():
                account.player_matches += 1
                account.minutes += row.counts.minutes
                account.points += row.counts.points or 0
    return account


if __name__ == "__main__":
    asyncio.run(main())
