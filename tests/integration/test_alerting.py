"""Alerts from a real service's metric to whoever is told, by the real Prometheus and Alertmanager."""

import asyncio
import json
import secrets
import subprocess
import threading
from collections.abc import Iterator
from contextlib import ExitStack, contextmanager
from dataclasses import dataclass, field, replace
from http.server import BaseHTTPRequestHandler, HTTPServer
from pathlib import Path
from time import time
from typing import Any

import httpx
import pytest
import yaml

from tests.collecting import Collector, collecting
from tests.contract.examples import NOON, example_rows
from tests.integration.ground import Ground, end, free_port, until
from tests.stack import ROOT, RunningStack
from touchline.local.parts.services import METRICS
from touchline.monitoring.alert import Group
from touchline.monitoring.alertmanager import Monitor
from touchline.monitoring.alertmanager import configuration as alertmanager_configuration
from touchline.monitoring.dashboards.listed import DASHBOARDS
from touchline.monitoring.listed import ALERTS, GROUPS
from touchline.monitoring.prometheus import groups_of
from touchline.monitoring.rules.quality import ENOUGH
from touchline.monitoring.scraping import configuration as prometheus_configuration
from touchline.runtime import metrics
from touchline.runtime.relay import KafkaProducer
from touchline.runtime.settings import Settings
from touchline.schemas import Envelope, batch_of, encode
from touchline.schemas.records import MatchPrediction
from touchline.schemas.topics import MATCH_PREDICTIONS
from touchline.trainer.asked import Asked, asked_by
from touchline.trainer.config import TrainerSettings

pytestmark = pytest.mark.stack
TOKEN = secrets.token_hex(16)
POOR = "ESP"  # the pool whose predictions are worse than closing odds
SETTLED = """
    INSERT INTO settlements (match_id, prediction_id, revision, pool, model_version, outcome, home, draw, away,
        ranked_probability_score, log_loss, brier, market_closing_score, event_time, available_at, recorded_at)
    VALUES ('{match}', 'p', {revision}, '{pool}', '1', '{outcome}', .5, .3, .2,
        {score}, 1, 1, .19, '2020-01-01', '2020-01-01', '2020-01-01')"""
AS_PREDICTED = ("home", "draw", "home", "away", "home", "draw", "home", "away", "home", "draw")  # no chart speaks
DRIFTED = """
    INSERT INTO drifts (drift_id, pool, drifted, statistic, value, threshold, window_matches, reference_matches,
        model_version, sentence, event_time, available_at, recorded_at)
    VALUES ('{id}', '{pool}', {drifted}, 'outcomes', 2, 1, 380, 1900,
        '1', 'Home teams won less often', '2020-01-01', '2020-01-01', '2020-01-01')"""


@dataclass
class Receiver:
    """What a person would be sent."""

    heard: list[dict[str, Any]] = field(default_factory=list)

    def alerts(self) -> dict[str, dict[str, Any]]:
        """The alerts that came, by name."""
        return {alert["labels"]["alertname"]: alert for message in self.heard for alert in message["alerts"]}


@contextmanager
def receiving(port: int) -> Iterator[Receiver]:
    """A webhook receiver on loopback."""
    receiver = Receiver()

    class Handler(BaseHTTPRequestHandler):
        def do_POST(self) -> None:
            receiver.heard.append(json.loads(self.rfile.read(int(self.headers["Content-Length"]))))
            self.send_response(200)
            self.end_headers()

        def log_message(self, *_: object) -> None:
            pass

    with HTTPServer(("127.0.0.1", port), Handler) as server:
        threading.Thread(target=server.serve_forever, daemon=True).start()
        try:
            yield receiver
        finally:
            server.shutdown()


@dataclass(frozen=True)
class Watched:
    """A drift monitor whose tables say that England drifted and Spain is predicted badly, and who watches it."""

    ground: Ground
    receiver: Receiver
    prometheus: str
    alerts: str  # where the monitor hears of them
    collector: Collector  # of its spans

    def ask(self, query: str) -> list[Any]:
        """What Prometheus answers now.

        Raises:
            httpx.HTTPStatusError: the query is none.
        """
        answer = httpx.get(f"{self.prometheus}/api/v1/query", params={"query": query}, trust_env=False)
        found: list[Any] = answer.raise_for_status().json()["data"]["result"]
        return found

    def value(self, query: str) -> float | None:
        """The one value of a query, if there is one."""
        return next((float(each["value"][1]) for each in self.ask(query)), None)


@pytest.fixture(scope="module")
def watched(stack: RunningStack, tmp_path_factory: pytest.TempPathFactory) -> Iterator[Watched]:
    folder = tmp_path_factory.mktemp("alerting")
    ports = {name: free_port() for name in (*METRICS, "node", "prometheus", "alertmanager", "receiver", "alerts")}
    listening = {"metrics_port": str(ports["drift-monitor"]), "alerts_port": str(ports["alerts"])}
    ground = Ground(stack).with_database().with_settings(**listening, alert_token=TOKEN)
    ground.stack.run("touchline.drift_monitor", "migrate")
    asyncio.run(announce_shares_that_are_none(ground))
    for statement in (
        DRIFTED.format(id="1", pool="GER", drifted=1),
        DRIFTED.format(id="2", pool="GER", drifted=0),
        DRIFTED.format(id="3", pool="ENG", drifted=1),
        settled("ENG", "E0:2019-20:arsenal:chelsea", 0.5),
        settled("ENG", "E0:2019-20:arsenal:chelsea", 0.21, revision=2),  # corrected
        *(
            settled(POOR, f"SP1:2019-20:home-{number}:away", 0.25, outcome=AS_PREDICTED[number % 10])
            for number in range(ENOUGH)
        ),
    ):
        ground.query(statement)
    with ExitStack() as running:
        collector = running.enter_context(collecting())
        ground = ground.with_settings(otlp=collector.address)
        receiver = running.enter_context(receiving(ports["receiver"]))
        running.callback(end, ground.start("touchline.drift_monitor", "consume"))
        running.callback(end, _alertmanager(folder, ports))
        running.callback(end, _prometheus(folder, ports))
        address = "http://127.0.0.1:{}".format
        alerts = f"{address(ports['alerts'])}/alerts"
        yield Watched(ground, receiver, address(ports["prometheus"]), alerts, collector)


def settled(pool: str, match: str, score: float, revision: int = 1, outcome: str = "home") -> str:
    """A settlement, as the monitor would write it."""
    return SETTLED.format(pool=pool, match=match, score=score, revision=revision, outcome=outcome)


async def announce_shares_that_are_none(ground: Ground) -> None:
    """On the topic that everybody of this stack shares: a monitor that stopped at it would never be scraped."""
    producer = KafkaProducer(ground.settings(Settings))
    try:
        value = encode(batch_of(MatchPrediction, example_rows(MatchPrediction)))
        headers = Envelope("a", "/tests", "example", NOON, "example", "").headers()
        await producer.send(MATCH_PREDICTIONS.name, b"example", value, headers)
    finally:
        await producer.close()


def _alertmanager(folder: Path, ports: dict[str, int]) -> "subprocess.Popen[bytes]":
    url = f"http://127.0.0.1:{ports['receiver']}/alerts"
    (folder / "token").write_text(TOKEN)
    monitor = Monitor(f"http://127.0.0.1:{ports['alerts']}/alerts", str(folder / "token"))
    (folder / "alertmanager.json").write_text(json.dumps(alertmanager_configuration(url, "1s", "1s", monitor)))
    listen = f"--web.listen-address=127.0.0.1:{ports['alertmanager']}"
    config, storage = f"--config.file={folder}/alertmanager.json", f"--storage.path={folder}/alertmanager"
    return _quiet("prometheus-alertmanager", config, storage, listen, "--cluster.listen-address=")


def _prometheus(folder: Path, ports: dict[str, int]) -> "subprocess.Popen[bytes]":
    rules = folder / "rules.yaml"
    rules.write_text(yaml.safe_dump(groups_of(tuple(map(at_once, GROUPS)))))
    asked = prometheus_configuration(lambda name: f"127.0.0.1:{ports.get(name, 1)}", [str(rules)], interval="1s")
    (folder / "prometheus.json").write_text(json.dumps(asked))
    listen = f"--web.listen-address=127.0.0.1:{ports['prometheus']}"
    config, storage = f"--config.file={folder}/prometheus.json", f"--storage.tsdb.path={folder}/prometheus"
    return _quiet("prometheus", config, storage, listen, "--enable-feature=exemplar-storage")


def at_once(group: Group) -> Group:
    """The same rules; only what starts a retraining fires without having held for half an hour."""
    return replace(group, alerts=tuple(replace(one, holds="0m") if one.cause else one for one in group.alerts))


def _quiet(*command: str) -> "subprocess.Popen[bytes]":
    return subprocess.Popen(command, stdout=subprocess.DEVNULL, stderr=subprocess.DEVNULL, start_new_session=True)


def test_a_drift_that_a_service_knows_of_is_told_to_the_receiver_with_what_to_do(watched: Watched) -> None:
    until(lambda: "DriftRaised" in watched.receiver.alerts(), "the receiver hears of the drift", pause=0.2)
    alert = watched.receiver.alerts()["DriftRaised"]
    assert alert["labels"] == {"alertname": "DriftRaised", "pool": "ENG", "severity": "ticket"}
    assert alert["annotations"]["summary"] == "ENG has drifted"
    assert (ROOT / alert["annotations"]["runbook"]).is_file()
    message = next(each for each in watched.receiver.heard if each["alerts"][0]["labels"]["alertname"] == "DriftRaised")
    assert (message["receiver"], message["status"]) == ("tickets", "firing")


def test_an_alert_on_performance_becomes_one_request_that_waits_for_a_run(watched: Watched) -> None:
    def requested() -> list[tuple[object, ...]]:
        return watched.ground.query(f"SELECT request_id, cause, reason FROM requests WHERE pool = '{POOR}'")

    until(requested, "the monitor asks for a retraining", pause=0.2)
    until(lambda: "WorseThanClosingOdds" in watched.receiver.alerts(), "people hear of it, too", pause=0.2)
    told = [one for one in watched.receiver.heard if one["alerts"][0]["labels"].get("pool") == POOR]
    headers = {"Authorization": f"Bearer {TOKEN}"}
    stranger = httpx.post(watched.alerts, json=told[0], trust_env=False)
    again = httpx.post(watched.alerts, json=told[0], headers=headers, trust_env=False)
    assert (stranger.status_code, again.json()) == (401, {"answers": [{"pool": POOR, "answer": "asked before"}]})
    ((request_id, cause, reason),) = requested()
    assert cause == "performance"
    assert str(reason).startswith("WorseThanClosingOdds since ")
    watched.ground.stack.run("touchline.trainer", "migrate")
    waiting: list[str] = []

    def waits() -> bool:
        waiting[:] = json.loads(watched.ground.stack.run("touchline.trainer", "unclaimed").stdout)
        return request_id in waiting

    until(waits, "the trainer sees the request on the topic")
    assert waiting.count(str(request_id)) == 1
    asked = asyncio.run(asked_by(watched.ground.settings(TrainerSettings), str(request_id)))
    assert asked == Asked(str(request_id), "performance", str(reason))


def test_a_pool_whose_last_verdict_is_quiet_and_the_corrected_score_are_what_counts(watched: Watched) -> None:
    until(lambda: watched.ask("touchline_judged_matches"), "the monitor is scraped", pause=0.2)
    assert watched.value('touchline_drift_raised{pool="GER"}') == 0
    assert watched.value('touchline_ranked_probability_score{pool="ENG",forecaster="sealed"}') == 0.21
    assert watched.value('touchline_ranked_probability_score{pool="ENG",forecaster="closing"}') == 0.19
    assert watched.value('touchline_judged_matches{pool="ENG"}') == 1


def test_the_monitor_tells_its_lag_its_outbox_and_its_dead_letters(watched: Watched) -> None:
    who = '{service="drift-monitor"}'
    for name in ("lag_seconds", "outbox_pending_seconds", "dead_letters_messages", "fenced_total"):
        until(lambda name=name: watched.ask(f"touchline_{name}{who}"), name, pause=0.2, patience=60)  # type: ignore[misc]


def test_a_prediction_that_could_never_be_scored_is_put_aside_and_the_monitor_goes_on(watched: Watched) -> None:
    letters = f'touchline_dead_letters_messages{{service="drift-monitor",topic="{MATCH_PREDICTIONS.name}"}} >= 1'
    until(lambda: watched.ask(letters), "the message is a dead letter", pause=0.2, patience=60)
    assert watched.value('up{instance="drift-monitor"}') == 1


def test_a_latency_in_prometheus_names_a_trace_that_the_collector_was_told(watched: Watched) -> None:
    about = {"query": f"{metrics.LIST.of(metrics.WORK_SECONDS).name}_bucket", "start": time() - 3600}

    def named() -> set[str]:
        asked = {**about, "end": time() + 60}
        answer = httpx.get(f"{watched.prometheus}/api/v1/query_exemplars", params=asked, trust_env=False)
        series = answer.raise_for_status().json()["data"]
        return {one["labels"]["trace_id"] for each in series for one in each["exemplars"]}

    until(lambda: named() & set(watched.collector.traces), "a trace that is named was collected", 0.2, patience=60)


def test_prometheus_takes_every_query_of_a_rule_and_of_a_panel(watched: Watched) -> None:
    until(lambda: httpx.get(f"{watched.prometheus}/-/ready", trust_env=False).is_success, "Prometheus is ready")
    for alert in ALERTS:
        watched.ask(alert.expression)
    for board in DASHBOARDS:
        for panel in board.panels:
            for query in panel.queries:
                watched.ask(query.expression)
    rules = httpx.get(f"{watched.prometheus}/api/v1/rules", trust_env=False).json()["data"]["groups"]
    assert [rule["name"] for group in rules for rule in group["rules"] if rule["health"] == "err"] == []
    assert {rule["name"] for group in rules for rule in group["rules"]} >= {alert.name for alert in ALERTS}
