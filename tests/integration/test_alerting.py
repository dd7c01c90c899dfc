"""One alert from a real service's metric to whoever is told, by the real Prometheus and Alertmanager."""

import asyncio
import json
import subprocess
import threading
from collections.abc import Iterator
from contextlib import ExitStack, contextmanager
from dataclasses import dataclass, field
from http.server import BaseHTTPRequestHandler, HTTPServer
from pathlib import Path
from typing import Any

import httpx
import pytest

from tests.contract.examples import NOON, example_rows
from tests.integration.ground import Ground, end, free_port, until
from tests.stack import ROOT, RunningStack
from touchline.local.parts.prometheus import RULES
from touchline.local.parts.prometheus import configuration as prometheus_configuration
from touchline.local.parts.services import METRICS
from touchline.monitoring.alertmanager import configuration as alertmanager_configuration
from touchline.monitoring.dashboards.listed import DASHBOARDS
from touchline.monitoring.listed import ALERTS
from touchline.runtime.relay import KafkaProducer
from touchline.runtime.settings import Settings
from touchline.schemas import Envelope, batch_of, encode
from touchline.schemas.records import MatchPrediction
from touchline.schemas.topics import MATCH_PREDICTIONS

pytestmark = pytest.mark.stack
SETTLED = """
    INSERT INTO settlements (match_id, prediction_id, revision, pool, model_version, outcome, home, draw, away,
        ranked_probability_score, log_loss, brier, market_closing_score, event_time, available_at, recorded_at)
    VALUES ('E0:2019-20:arsenal:chelsea', 'p', {revision}, 'ENG', '1', 'home', .5, .3, .2,
        {score}, 1, 1, .19, '2020-01-01', '2020-01-01', '2020-01-01')"""
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
    """A drift monitor whose tables say that England drifted, and those who watch it."""

    receiver: Receiver
    prometheus: str

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
    ports = {name: free_port() for name in (*METRICS, "node", "prometheus", "alertmanager", "receiver")}
    ground = Ground(stack).with_database().with_settings(metrics_port=str(ports["drift-monitor"]))
    ground.stack.run("touchline.drift_monitor", "migrate")
    asyncio.run(announce_shares_that_are_none(ground))
    for statement in (
        DRIFTED.format(id="1", pool="GER", drifted=1),
        DRIFTED.format(id="2", pool="GER", drifted=0),
        DRIFTED.format(id="3", pool="ENG", drifted=1),
        SETTLED.format(revision=1, score=0.5),
        SETTLED.format(revision=2, score=0.21),  # corrected
    ):
        ground.query(statement)
    with ExitStack() as running:
        receiver = running.enter_context(receiving(ports["receiver"]))
        running.callback(end, ground.start("touchline.drift_monitor", "consume"))
        running.callback(end, _alertmanager(folder, ports))
        running.callback(end, _prometheus(folder, ports))
        yield Watched(receiver, f"http://127.0.0.1:{ports['prometheus']}")


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
    (folder / "alertmanager.json").write_text(json.dumps(alertmanager_configuration(url, "1s", "1s")))
    listen = f"--web.listen-address=127.0.0.1:{ports['alertmanager']}"
    config, storage = f"--config.file={folder}/alertmanager.json", f"--storage.path={folder}/alertmanager"
    return _quiet("prometheus-alertmanager", config, storage, listen, "--cluster.listen-address=")


def _prometheus(folder: Path, ports: dict[str, int]) -> "subprocess.Popen[bytes]":
    (folder / "prometheus.json").write_text(prometheus_configuration(ports, ROOT / RULES, interval="1s"))
    listen = f"--web.listen-address=127.0.0.1:{ports['prometheus']}"
    return _quiet(
        "prometheus", f"--config.file={folder}/prometheus.json", f"--storage.tsdb.path={folder}/prometheus", listen
    )


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
