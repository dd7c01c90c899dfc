"""The demo as a newcomer runs it, without its long last part, and then what a visitor would ask of the platform.

With TOUCHLINE_RECORDED set it takes the recorded documents, otherwise real matches from a package.
"""

import hashlib
import json
import os
import subprocess
import sys
from collections.abc import Iterator
from datetime import UTC, datetime
from pathlib import Path
from time import time
from typing import Any

import boto3
import httpx
import polars as pl
import pytest
from botocore.config import Config
from selectolax.lexbor import LexborHTMLParser

from tests.collecting import Collector, collecting
from tests.integration.ground import until
from touchline.monitoring import foreign
from touchline.runtime.metric import Kind
from touchline.runtime.metrics import LIST

pytestmark = pytest.mark.stack
ROOT = Path(__file__).parents[2]
recorded = pytest.mark.skipif("TOUCHLINE_RECORDED" not in os.environ, reason="TOUCHLINE_RECORDED is not set")


class Demo:
    """A finished demo whose platform is still running."""

    def __init__(self, data: Path, output: str, collector: Collector) -> None:
        lines = (data / "env").read_text().splitlines()
        self.settings = {
            name: value.strip("'\"") for name, value in (line.split("=", 1) for line in lines if "=" in line)
        }
        self.output, self.collector = output, collector
        self.environment = {**os.environ, "TOUCHLINE_DATA": str(data)}
        self.web = httpx.Client(base_url=f"http://127.0.0.1:{self.settings['TOUCHLINE_REST_PORT']}", trust_env=False)

    def ask(self, path: str) -> Any:
        answer = self.web.get(path)
        assert answer.status_code == 200, answer.text
        return answer.json()

    def fixture(self) -> Any:
        """A coming fixture with its prediction."""
        return next(one for one in self.ask("/v1/fixtures")["fixtures"] if one["prediction"])

    def object_bytes(self, key: str) -> bytes:
        """An object in S3, by an ordinary client."""
        client = boto3.client(
            "s3",
            endpoint_url=self.settings["TOUCHLINE_S3_ENDPOINT"],
            aws_access_key_id=self.settings["TOUCHLINE_S3_ACCESS_KEY"],
            aws_secret_access_key=self.settings["TOUCHLINE_S3_SECRET_KEY"],
            region_name="us-east-1",
            config=Config(s3={"addressing_style": "path"}),
        )
        content: bytes = client.get_object(Bucket=self.settings["TOUCHLINE_S3_BUCKET"], Key=key)["Body"].read()
        return content

    def run(self, *command: str) -> str:
        """What a command of somebody at this checkout answers."""
        answer = subprocess.run(command, env=self.environment, text=True, capture_output=True, cwd=ROOT)
        assert answer.returncode == 0, answer.stdout[-2000:] + answer.stderr[-2000:]
        return answer.stdout


@pytest.fixture(scope="module")
def demo(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Demo]:
    data = tmp_path_factory.mktemp("demo")
    environment = {**os.environ, "TOUCHLINE_DATA": str(data)}
    with collecting() as collector:
        yield from _run(data, {**environment, "TOUCHLINE_OTLP": collector.address}, collector)


def _run(data: Path, environment: dict[str, str], collector: Collector) -> Iterator[Demo]:
    try:
        run = subprocess.run(
            [sys.executable, "-m", "touchline.demo", "run", "--without-drift"],
            env=environment,
            text=True,
            capture_output=True,
            cwd=ROOT,
        )
        assert run.returncode == 0, run.stdout[-4000:] + run.stderr[-4000:]
        yield Demo(data, run.stdout, collector)
    finally:
        down = [sys.executable, "-m", "touchline.local", "down"]
        subprocess.run(down, env=environment, check=True, capture_output=True, cwd=ROOT)


def test_nothing_is_lost_or_doubled_and_the_figures_are_written(demo: Demo) -> None:
    figures = json.loads((ROOT / "build" / "demo.json").read_text())
    assert figures["reconcile"]["lost"] == 0
    assert figures["reconcile"]["doubled"] == 0
    assert figures["predictions"] > 0


def test_a_trace_leads_from_a_fetched_document_to_a_prediction_that_is_served(demo: Demo) -> None:
    way = (
        ("normalizer", "process raw.documents.v1"),
        ("feature-store", "process football.matches.v1"),
        ("feature-store", "fold"),
        ("predictor", "process features.matches.v1"),
        ("predictor-serve", "process predictions.matches.v1"),
    )
    whole = [spans for spans in demo.collector.traces.values() if {*way} <= {(one.service, one.name) for one in spans}]
    assert whole
    spans = whole[-1]
    ids = {one.span for one in spans}
    (root,) = (one for one in spans if not one.parent)
    assert (root.service, root.name.split()[0]) == ("ingestor", "fetch")
    assert [one for one in spans if one.parent and one.parent not in ids] == []


def test_the_latency_of_a_request_names_a_trace_that_was_collected(demo: Demo) -> None:
    demo.ask("/v1/fixtures")
    address = f"{demo.settings['TOUCHLINE_PROMETHEUS']}/api/v1/query_exemplars"

    def named() -> set[str]:
        asked: dict[str, str | float] = {"query": "touchline_request_seconds_bucket", "start": time() - 3600}
        answer = httpx.get(address, params={**asked, "end": time() + 60}, trust_env=False).raise_for_status()
        return {one["labels"]["trace_id"] for each in answer.json()["data"] for one in each["exemplars"]}

    def collected() -> set[str]:
        traces = demo.collector.traces.items()
        return {trace for trace, spans in traces if any(one.name == "GET /fixtures" for one in spans)}

    until(lambda: named() & collected(), "an exemplar's trace is that of a request", pause=0.5, patience=60)


@recorded
def test_at_least_ten_sources_come_in_by_the_demos_date(demo: Demo) -> None:
    figures = json.loads((ROOT / "build" / "demo.json").read_text())
    came = {name: one for name, one in figures["sources"].items() if one["documents"] and one["records"]}
    assert len(came) >= 10
    assert all(one["last_success"] < "2021-02-22" for one in came.values())


@recorded
def test_a_match_says_of_each_field_whose_word_it_is_and_who_lost(demo: Demo) -> None:
    match = demo.ask("/v1/matches/E0:2019-20:liverpool:norwich")
    kick_off = match["fields"]["kick_off"]
    assert (kick_off["value"], kick_off["source"]) == ("2019-08-09T19:00:00Z", "football-data")
    assert "football-datasets" in {lost["source"] for lost in kick_off["lost"]}
    assert match["fields"]["home_goals"]["value"] == 4


@recorded
def test_a_known_player_has_expected_points_that_name_the_matches_they_rest_on(demo: Demo) -> None:
    answer = demo.ask("/predict/player?name=Mohamed Salah")
    assert 2 < answer["expected_points"] < 12
    last = answer["matches"][0]
    assert hashlib.sha256(demo.object_bytes(last["raw"]["object_key"])).hexdigest() == last["document"]


@recorded
def test_a_player_of_a_coming_match_is_answered_from_a_forecast_that_was_sealed_before_it(demo: Demo) -> None:
    answer = demo.ask("/v1/predict/player?name=Mohamed Salah")
    assert answer["sealed"]
    said, seal = answer["forecast"], answer["forecast"]["seal"]
    assert seal["sealed_at"] < said["kick_off"]
    assert 0 < said["goals"]["anytime"] < 1
    assert sum(one["probability"] for one in said["points"]["chances"]) == pytest.approx(1, abs=1e-6)
    champions = json.loads((ROOT / "build" / "demo.json").read_text())["models"]
    assert champions.keys() == {"touchline-match", "touchline-player"}
    assert answer["model_version"] == champions["touchline-player"]["version"]


def test_a_coming_fixture_has_probabilities_a_model_and_football_time(demo: Demo) -> None:
    fixture = demo.fixture()
    answer = demo.ask(f"/predict/match?match_id={fixture['match_id']}")
    assert sum(answer["probabilities"].values()) == pytest.approx(1, abs=1e-9)
    assert sum(map(sum, answer["grid"])) == pytest.approx(1, abs=1e-6)
    assert answer["markets"]["double_chance"]["home_or_draw"] == pytest.approx(
        1 - answer["probabilities"]["away"], abs=2e-6
    )
    assert answer["model_version"]
    assert answer["football_time"].endswith("Z")


def test_with_odds_it_has_a_second_grid_whose_prices_lineage_names_or_it_says_why_not(demo: Demo) -> None:
    said = demo.ask(f"/predict/match?match_id={demo.fixture()['match_id']}")["with_odds"]
    assert (said["reason"] is None) == (said["grid"] is not None)
    if said["reason"] is None:
        assert sum(said["probabilities"].values()) == pytest.approx(1, abs=1e-9)
        assert [one for one in demo.ask(said["prices"])["prices"] if one["read"] and one["market"] == "1x2"]


def test_its_lineage_names_objects_whose_bytes_match_their_hash(demo: Demo) -> None:
    lineage = demo.ask(f"/v1/predictions/{demo.fixture()['prediction']['prediction_id']}/lineage")
    assert lineage["documents"]
    for document in lineage["documents"]:
        assert hashlib.sha256(demo.object_bytes(document["object_key"])).hexdigest() == document["sha256"]


def test_a_hypothetical_meeting_is_marked_so(demo: Demo) -> None:
    fixture = demo.fixture()
    answer = demo.ask(f"/predict/match?home={fixture['away_team']}&away={fixture['home_team']}")
    assert sum(answer["probabilities"].values()) == pytest.approx(1, abs=1e-9)


def test_a_season_is_played_from_its_table_and_the_grids_of_what_remains(demo: Demo) -> None:
    answer = demo.ask("/v1/simulations/season?competition=E0&seed=3")
    matches = answer["matches"]
    assert matches["played"] + matches["remaining"] == matches["season"] == 380
    assert matches["sealed"] > 0
    assert matches["sealed"] + matches["vector"] + matches["as_they_stand"] == matches["remaining"]
    assert sum(club["chances"]["title"] for club in answer["clubs"]) == pytest.approx(1, abs=1e-4)
    assert demo.ask("/v1/simulations/season?competition=E0&seed=3")["clubs"] == answer["clubs"]


def test_every_page_is_there_for_people_and_a_raw_document_is_three_clicks_away(demo: Demo) -> None:
    for path in ("/", "/table", "/performance", "/models", f"/team/{demo.fixture()['home_team']}"):
        read_page(demo, path)
    path = "/"
    for begins in ("/match/", "/prediction/", "/document/"):
        links = [str(one.attributes["href"]) for one in read_page(demo, path).css("main a[href]")]
        path = next(link for link in links if link.startswith(begins))
    document = path.removeprefix("/document/")
    page = read_page(demo, path)
    key = next(one.text() for one in page.css("code") if one.text().startswith("raw/"))
    assert hashlib.sha256(demo.object_bytes(key)).hexdigest() == document


def read_page(demo: Demo, path: str) -> LexborHTMLParser:
    """A page as a browser asks for it, whole and under its policy."""
    answer = demo.web.get(path, headers={"Accept": "text/html"})
    assert (answer.status_code, answer.headers["content-type"]) == (200, "text/html; charset=utf-8"), answer.text
    assert "default-src 'none'" in answer.headers["content-security-policy"]
    assert len(answer.content) < 80_000
    return LexborHTMLParser(answer.text)


@pytest.mark.parametrize(
    ("path", "status", "field"),
    [
        ("/simulations/season?competition=nowhere", 404, "competition"),
        ("/predict/match", 422, None),
        ("/predict/match?home=arsenal&away=nobody", 404, "away"),
        ("/predict/match?home=arsenal&away=chelsea&date=yesterday", 422, "date"),
        ("/v1/predictions/unknown", 404, None),
        ("/v1/matches/nonsense", 404, "match_id"),
        ("/predict/player", 422, None),
        ("/predict/player?name=Nobody", 404, "name"),
        ("/v1/predictions/%00/lineage", 404, None),
        ("/nowhere", 404, None),
    ],
)
def test_a_bad_request_is_a_problem_that_names_the_field(demo: Demo, path: str, status: int, field: str | None) -> None:
    answer = demo.web.get(path)
    assert answer.status_code == status, answer.text
    assert answer.headers["content-type"] == "application/problem+json"
    if field:
        assert field in [error["field"] for error in answer.json()["errors"]]


def test_a_second_up_starts_nothing_and_status_finds_every_part_running(demo: Demo) -> None:
    environment = {**os.environ, "TOUCHLINE_DATA": demo.settings["TOUCHLINE_DATA"]}
    local = [sys.executable, "-m", "touchline.local"]
    up = subprocess.run([*local, "up"], env=environment, text=True, capture_output=True, cwd=ROOT)
    assert up.returncode == 0, up.stdout + up.stderr
    assert "0 of them started now" in up.stdout
    assert subprocess.run([*local, "status"], env=environment, capture_output=True, cwd=ROOT).returncode == 0


def test_the_model_that_serves_can_be_made_again_to_the_byte(demo: Demo) -> None:
    version = json.loads(demo.object_bytes("models/touchline-match/champion.json"))["version"]
    assert f"reproduced: {version} is the same to the byte" in demo.run("make", "reproduce", f"RUN={version}")


def test_a_snapshot_for_dvc_is_taken_out_of_the_running_platform(demo: Demo, tmp_path: Path) -> None:
    file = tmp_path / "snapshot.parquet"
    settings = 'set -a; . "$TOUCHLINE_DATA/env"; set +a; '
    said = demo.run(
        "bash", "-c", f"{settings}{sys.executable} -m touchline.trainer snapshot --until 2019-06-30 --out {file}"
    )
    assert hashlib.sha256(file.read_bytes()).hexdigest() in said
    frame = pl.read_parquet(file)
    assert frame.height > 0
    assert frame["result_available_at"].max() <= datetime(2019, 6, 30, tzinfo=UTC)


# Told by the ingestor, which is a command here and not scraped.
OF_A_COMMAND = {"touchline_circuit_open", "touchline_fetches_total", "touchline_fetch_failures_total"}
# Told when something happens that this demo leaves out: a match that is played after its prediction was sealed, a
# drift, a retraining; or that does not happen in every run.
OF_AN_EVENT = {
    "touchline_grpc_call_seconds",
    "touchline_push_subscribers_gone_total",
    "touchline_absent_rows_total",
    "touchline_predictions_settled_total",
    "touchline_ranked_probability_score",
    "touchline_judged_matches",
    "touchline_player_error_ratio",
    "touchline_player_forecasts_sealed_total",
    "touchline_calibration_bias_ratio",
    "touchline_drift_statistic_ratio",
    "touchline_drift_raised",
    "touchline_retraining_requests_total",
}


def series_of(demo: Demo, name: str) -> list[dict[str, str]]:
    """What Prometheus has of a metric."""
    address = f"{demo.settings['TOUCHLINE_PROMETHEUS']}/api/v1/series"
    answer = httpx.get(address, params={"match[]": name}, trust_env=False).raise_for_status()
    found: list[dict[str, str]] = answer.json()["data"]
    return found


def test_every_metric_of_the_list_is_told_by_a_running_service_with_labels_that_it_states(demo: Demo) -> None:
    for metric in LIST:
        found = series_of(demo, metric.name + ("_count" if metric.kind is Kind.HISTOGRAM else ""))
        assert found or metric.name in OF_A_COMMAND | OF_AN_EVENT, metric.name
        assert {each["instance"] for each in found} <= set(metric.shown_by), metric.name
        for label in metric.labels:
            said = {each[label.name] for each in found}
            assert said <= set(label.values) if label.values else len(said) <= label.at_most, (metric.name, label.name)


def test_every_metric_of_another_program_is_shown_by_its_exporter(demo: Demo) -> None:
    for metric in foreign.LIST:
        shown = {each["job"] for each in series_of(demo, metric.name)}
        assert shown == {metric.job}, metric.name


def test_nobody_is_called_after_a_demo_that_went_well(demo: Demo) -> None:
    answer = httpx.get(f"{demo.settings['TOUCHLINE_PROMETHEUS']}/api/v1/alerts", trust_env=False).raise_for_status()
    firing = [each["labels"] for each in answer.json()["data"]["alerts"] if each["state"] == "firing"]
    assert [each["alertname"] for each in firing if each["severity"] == "page"] == []
