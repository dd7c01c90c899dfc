"""`make bench-serving`: known fixtures and hypothetical meetings, beside `mlflow models serve` and FastAPI.

The same trees, one worker each, connections kept; how much is answered by vegeta and h2load, delays at a rate whatever
comes of it by vegeta, for all sides alike. Ours has keys, quotas, metrics, tags and age on. Sides take turns, so that
other work on the machine meets them alike.
"""

import asyncio
import os
import statistics
import sys
import tempfile
from contextlib import ExitStack
from pathlib import Path
from typing import Any

import httpx

from benchmarks.features.rows import ROOT, Row, beside, keep, short, show
from benchmarks.serving.calls import calls, calls_as_bytes
from benchmarks.serving.load import FASTEST, Heard, Target, attack, capacity
from benchmarks.serving.peers import JSON, fastapi_peer, laid_out, mlflow_peer
from benchmarks.serving.steady import steady
from benchmarks.serving.trained import coming, history, trained
from tests.replicas import Replica, consuming, crown, produce, producing, serving
from tests.stack import RunningStack, running_stack
from touchline.football.vector import PLAIN
from touchline.schemas.topics import MATCH_FEATURES, TEAM_FEATURES

sys.path.insert(0, str(ROOT / "services" / "predictor" / "tests"))  # what tests make of messages

from conftest import builders

HISTORY = Path(os.environ.get("HISTORY", ROOT / "build" / "backtest" / "E0" / "history.parquet"))
SECONDS = float(os.environ.get("SECONDS_EACH", "8"))
ROUNDS = int(os.environ.get("ROUNDS", "3"))
MINUTES = float(os.environ.get("MINUTES", "5"))
SHARE = 0.7  # of capacity, at which delays are looked at
FIXTURES, FEATURES, MEETINGS = 10, 40, 20
MEMBER = "touchline-match-lightgbm-1x2"
OUT = ROOT / "build" / "bench" / "serving.json"
PATIENCE = 180.0


def main() -> None:
    """Measure, write, tell."""
    result = asyncio.run(measured())
    show(result)
    keep(result, OUT, load=f"load {os.getloadavg()[0]:.1f} on {os.cpu_count()} cores at the end")


async def measured() -> list[Row]:
    """Every row."""
    matches, make = history(HISTORY), builders()
    bundle, trees = trained(matches)
    with tempfile.TemporaryDirectory() as name, ExitStack() as held:
        folder = Path(name)
        plan = plan_of(bundle.opened())
        values = [plan["ordinary"][place] + 0.01 for place in plan["places"]]
        laid_out(folder / "peers", trees, plan)
        stack = held.enter_context(running_stack(folder / "data", "kafka,topics,mariadb,migrations,redis,s3"))
        await crown(stack, bundle.content, bundle.manifest.version)
        async with (
            producing(stack) as producer,
            consuming(stack, folder),
            serving(stack, "a", folder, anonymous="nobody") as replica,
        ):
            fixtures = coming(matches, make, FIXTURES)
            await produce(producer, MATCH_FEATURES, fixtures, make.noon)
            teams = [make.team(one.home_team) for one in fixtures]
            await produce(producer, TEAM_FEATURES, teams, make.noon)
            key = key_of(stack)
            ours = asked(replica, key, fixtures, plan["names"], values)
            await answered(ours)
            theirs = {
                "mlflow": [held.enter_context(mlflow_peer(folder / "peers", plan["names"], values))],
                "fastapi": [held.enter_context(fastapi_peer(folder / "peers", plan["names"], values))],
            }
            same(ours["hypothetical"][0], theirs)
            return [
                *rows(ours, theirs),
                *by_grpc(replica, key, fixtures),
                *steady(ours["hypothetical"], replica, SHARE, MINUTES),
            ]


def plan_of(model: Any) -> dict[str, Any]:
    """What a request names, where that stands among the trees' inputs, and the rest of an ordinary meeting."""
    import numpy as np

    from touchline.football.vector import without_odds

    ordinary = without_odds(np.array([model.manifest.ordinary]))[0]
    return {"names": [*PLAIN[:FEATURES]], "places": [*range(FEATURES)], "ordinary": ordinary.tolist()}


def asked(
    replica: Replica, key: str, fixtures: list[Any], names: list[str], values: list[float]
) -> dict[str, list[Target]]:
    """Our requests by row."""
    headers, at = {"Authorization": f"Bearer {key}"}, f"http://127.0.0.1:{replica.rest}"
    tensor = {"name": "features", "datatype": "FP64", "shape": [1, FEATURES], "parameters": {"names": ",".join(names)}}
    meetings = [[value + 0.01 * place for value in values] for place in range(MEETINGS)]
    pairs = [(one.home_team, fixtures[place - 2].home_team) for place, one in enumerate(fixtures)]
    return {
        "known-fixture": [Target("GET", f"{at}/v1/predict/match?match_id={one.match_id}", headers) for one in fixtures],
        "hypothetical": [
            Target("POST", f"{at}/v2/models/{MEMBER}/infer", headers | JSON, {"inputs": [{**tensor, "data": data}]})
            for data in meetings
        ],
        "hypothetical-blend": [
            Target("POST", f"{at}/v1/predict/match", headers | JSON, {"matches": [{"home": home, "away": away}]})
            for home, away in pairs
        ],
    }


def key_of(stack: RunningStack) -> str:
    """A key whose quota is counted and never reached."""
    made = stack.run("touchline.predictor", "keys", "make", "--owner", "bench", "--per-minute", "6000000",
                     "--burst", "100000")  # fmt: skip
    return made.stdout.strip()


async def answered(ours: dict[str, list[Target]]) -> None:
    """Until keys are known and every fixture is sealed."""
    async with asyncio.timeout(PATIENCE), httpx.AsyncClient(trust_env=False, timeout=30) as client:
        for target in [one for targets in ours.values() for one in targets]:
            while (await _ask(client, target)).status_code != 200:  # noqa: ASYNC110
                await asyncio.sleep(0.5)


async def _ask(client: httpx.AsyncClient, target: Target) -> httpx.Response:
    return await client.request(target.method, target.url, headers=target.headers, json=target.body)


def same(ours: Target, theirs: dict[str, list[Target]]) -> None:
    """All sides say the same bits, or nothing is measured."""

    def said(target: Target) -> Any:
        answer = httpx.post(target.url, headers=target.headers, json=target.body, trust_env=False, timeout=30)
        return answer.raise_for_status().json()

    expected = said(ours)["outputs"][0]["data"]
    assert said(theirs["mlflow"][0])["predictions"] == [expected]
    assert [*said(theirs["fastapi"][0]).values()] == expected


def rows(ours: dict[str, list[Target]], theirs: dict[str, list[Target]]) -> list[Row]:
    """Requests a second of all sides, then delays of each at its own rate."""
    sides = {**ours, **theirs}
    for targets in sides.values():
        attack(targets, 50, 1)  # warm
    found: dict[str, list[float]] = {name: [] for name in sides}
    for _ in range(ROUNDS):
        for name, targets in sides.items():
            found[name].append(capacity(targets, SECONDS))
    most = {name: statistics.median(answered) for name, answered in found.items()}
    n = {name: round(sum(answered) * SECONDS) for name, answered in found.items()}
    told = [
        _beside("known-fixture", "mlflow", most, n),
        _beside("hypothetical", "mlflow", most, n),
        _beside("hypothetical", "fastapi", most, n),
        Row("hypothetical-blend", "requests/s", short(most["hypothetical-blend"]), n["hypothetical-blend"]),
    ]
    for name, targets in sides.items():
        rate = min(SHARE * most[name], FASTEST)
        told += _delays(name, attack(targets, rate, SECONDS), f"at {rate / most[name]:.0%} of what it can answer")
    told += _delays("hypothetical-100", attack(ours["hypothetical"], 100, SECONDS), "at 100 requests/s")
    return told


def by_grpc(replica: Replica, key: str, fixtures: list[Any]) -> list[Row]:
    """Delays of the known fixtures' whole answers."""
    known = [{"match_id": one.match_id} for one in fixtures]
    address, note = f"127.0.0.1:{replica.grpc}", "at 100 calls/s"
    calls(address, known, key, 50, 1)  # warm
    return [
        *_delays("grpc-100", calls_as_bytes(address, known[0], key, 100, SECONDS), f"{note}, by h2load"),
        *_delays("grpc-100-ghz", calls(address, known, key, 100, SECONDS), f"{note}, by ghz, its reading among it"),
    ]


def _beside(name: str, peer: str, most: dict[str, float], n: dict[str, int]) -> Row:
    return beside(name, "requests/s", (most[name], most[peer]), peer, n[name], more_is_better=True)


def _delays(name: str, heard: Heard, note: str) -> list[Row]:
    failed = "" if heard.success == 1 else f", {1 - heard.success:.2%} failed"
    said = f"{note} ({heard.offered:.0f}/s){failed}"
    return [
        Row(f"{name}-p{q}", "ms", short(value), heard.n, note=said) for q, value in ((50, heard.p50), (99, heard.p99))
    ]


if __name__ == "__main__":
    main()
