"""What the real MLflow holds of runs and decisions; simulated matches."""

import json
import subprocess
import uuid
from dataclasses import replace
from datetime import UTC, datetime
from pathlib import Path
from typing import Any

import pytest
from made_player_run import made_player_run, player_frame
from made_run import ROOT, made_run, snapshot_frame

from tests.stack import RunningStack
from touchline.schemas.records import Decision, Promotion
from touchline.trainer.registry import Registry
from touchline.trainer.runs.keeping import Run

pytestmark = pytest.mark.stack
FRAME = snapshot_frame(seasons=7)
SIGNATURE = """
import json, sys
from mlflow.models import get_model_info
found = get_model_info(sys.argv[1])
print(json.dumps([found.signature.inputs.input_names(), found.signature.outputs.input_names(), list(found.flavors)]))
"""


@pytest.fixture(scope="module")
def mlflow(stack: RunningStack) -> str:
    stack.run("touchline.local", "up", "--only", "mlflow")
    return stack.environment["TOUCHLINE_MLFLOW"]


@pytest.fixture
def registry(mlflow: str) -> Registry:
    return Registry(mlflow)


@pytest.fixture
def client(mlflow: str) -> Any:
    from mlflow import MlflowClient

    return MlflowClient(tracking_uri=mlflow, registry_uri=mlflow)


def runs() -> tuple[Run, Run]:
    """An earlier one, and one that learned from a season more."""
    name = f"test-{uuid.uuid4().hex[:8]}"
    return made_run(FRAME.head(720), name), made_run(FRAME, name)


def decided(run: Run, decision: Decision, champion: str | None = None, reason: str = "because") -> Promotion:
    noon = datetime(2020, 2, 28, 12, tzinfo=UTC)
    return Promotion(
        decision_id=uuid.uuid4().hex,
        request_id="drift:7",
        cause="drift",
        asked="home teams win less than they did",
        model_name=run.manifest.name,
        model_version=run.manifest.version,
        decision=decision,
        champion_before=champion,
        challenger_score=0.2,
        champion_score=None if champion is None else 0.21,
        matches=190,
        bundle_key="",
        bundle_sha256=run.record.bundle_sha256,
        catalogue_version=1,
        snapshot=run.record.snapshot_sha256,
        reason=reason,
        event_time=noon,
        available_at=noon,
        recorded_at=noon,
        revision=1,
    )


def aliases(client: Any, run: Run) -> dict[str, str]:
    """Alias to our version."""
    model = run.manifest.name
    numbers = client.get_registered_model(model).aliases
    return {name: client.get_model_version(model, number).tags["touchline_version"] for name, number in numbers.items()}


def test_a_run_says_what_it_is_and_how_to_make_it_again(registry: Registry, client: Any, tmp_path: Path):
    _, run = runs()
    number = registry.record(run, "drift:7")
    assert registry.record(run, "drift:8") == number, "a version is recorded once"
    version = client.get_model_version(run.manifest.name, number)
    logged = client.get_run(version.run_id)
    assert logged.info.status == "FINISHED"
    told = run.learned.challenger
    assert logged.data.metrics[f"{told.method}/rps"] == pytest.approx(told.walked.mean(told.method))
    by_season = client.get_metric_history(version.run_id, f"{told.method}/rps-by-season")
    seasons = {int(score.season[:4]) for score in told.walked.scores if score.season != "all"}
    assert {one.step for one in by_season} == seasons
    assert f"calibration/{told.method}/slope" in logged.data.metrics
    assert logged.data.params["environment/threads"] == "1"
    assert {"environment/numpy", "environment/lightgbm", "environment/scikit-learn"} <= logged.data.params.keys()
    assert logged.data.tags["code_commit"] == run.record.code.commit
    assert logged.inputs.dataset_inputs[0].dataset.digest == run.record.snapshot_sha256[:36]
    assert "make reproduce RUN=" in version.description
    assert "| season | matches | RPS | of base rates |" in version.description
    assert run.record.snapshot_sha256 in version.description
    held = kept(client, version.run_id)
    for name in ("card.md", "dvc.lock", "run.json", "bundle/bundle.zip", "plots/reliability.svg"):
        assert name in held, name
    lock = client.download_artifacts(version.run_id, "dvc.lock", str(tmp_path))
    assert Path(lock).read_bytes() == run.lock


def test_the_signature_is_read_by_mlflow_itself_and_brings_no_code(registry: Registry, client: Any, mlflow: str):
    _, run = runs()
    version = client.get_model_version(run.manifest.name, registry.record(run, None))
    python = ROOT / ".tools" / "mlflow" / "bin" / "python"
    environment = {"MLFLOW_TRACKING_URI": mlflow, "PATH": "/usr/bin:/bin", "MLFLOW_DISABLE_TELEMETRY": "true"}
    command = [str(python), "-c", SIGNATURE, f"models:/{run.manifest.name}/{version.version}"]
    answer = subprocess.run(command, env=environment, text=True, capture_output=True, check=False)
    assert answer.returncode == 0, answer.stderr[-2000:]
    inputs, outputs, flavours = json.loads(answer.stdout.splitlines()[-1])
    assert tuple(inputs) == run.manifest.features
    assert outputs == ["home", "draw", "away"]
    assert flavours == ["touchline"], "nothing that MLflow could load"


def test_aliases_and_tags_follow_who_is_judged_promoted_refused_and_gone_back_to(registry: Registry, client: Any):
    first, second = runs()
    one, two = first.manifest.version, second.manifest.version
    registry.record(first, None)
    assert aliases(client, first) == {"challenger": one}
    registry.tell(decided(first, Decision.PROMOTED))
    registry.crown(first.manifest.name, one)
    assert aliases(client, first) == {"champion": one}
    number = registry.record(second, "drift:7")
    assert aliases(client, first) == {"champion": one, "challenger": two}
    refused = decided(second, Decision.REFUSED, one, "its log loss is worse")
    for _ in range(2):  # told again after a crash
        registry.tell(refused)
    assert aliases(client, first) == {"champion": one, "challenger": two}
    version = client.get_model_version(second.manifest.name, number)
    tags = version.tags
    assert (tags["decision"], tags["reason"], tags["beside_champion"]) == ("refused", "its log loss is worse", one)
    assert tags["request_id"] == "drift:7"
    assert (tags["cause"], tags["asked"]) == ("drift", "home teams win less than they did")
    assert version.description.count("refused: its log loss is worse") == 1
    assert client.get_run(version.run_id).data.tags["decision"] == "refused"
    registry.tell(decided(second, Decision.PROMOTED, one, "not worse"))
    registry.crown(second.manifest.name, two)
    assert aliases(client, first) == {"champion": two}
    assert "refused" not in client.get_model_version(second.manifest.name, number).description


def test_a_champion_that_was_made_again_is_neither_refused_nor_its_own_challenger(registry: Registry, client: Any):
    run, _ = runs()
    version = run.manifest.version
    number = registry.record(run, None)
    registry.tell(decided(run, Decision.PROMOTED))
    registry.crown(run.manifest.name, version)
    registry.record(run, "drift:8")
    registry.tell(decided(run, Decision.REFUSED, version, "nothing new to learn from"))
    assert aliases(client, run) == {"champion": version}
    assert client.get_model_version(run.manifest.name, number).tags["decision"] == "promoted"


def test_a_decision_about_a_version_that_mlflow_never_saw_stops_nobody(registry: Registry, client: Any):
    run, unknown = runs()
    registry.record(run, None)
    registry.tell(decided(unknown, Decision.PROMOTED))
    registry.crown(unknown.manifest.name, unknown.manifest.version)
    registry.tell(replace(decided(unknown, Decision.REFUSED), model_name="no-such-model"))
    assert aliases(client, run) == {"challenger": run.manifest.version}


def kept(client: Any, run_id: str, folder: str | None = None) -> set[str]:
    """All files among a run's artifacts."""
    found: set[str] = set()
    for one in client.list_artifacts(run_id, folder):
        found |= kept(client, run_id, one.path) if one.is_dir else {one.path}
    return found


def test_models_of_players_are_recorded_in_an_experiment_of_their_own(registry: Registry, client: Any, tmp_path: Path):
    run = made_player_run(name=f"test-{uuid.uuid4().hex[:8]}-player")
    name, number = run.manifest.name, registry.record(run, "drift:8")
    assert registry.record(run, "drift:8") == number
    version = client.get_model_version(name, number)
    kept = client.get_run(version.run_id)
    assert client.get_experiment(kept.info.experiment_id).name == "player"
    assert kept.data.metrics["points/all-rows/rmse"] == pytest.approx(run.learned.challenger.score)
    assert kept.data.params["rows"] == str(len(player_frame()))
    assert version.tags["sha256"] == run.record.bundle_sha256
    card = Path(client.download_artifacts(version.run_id, "card.md", str(tmp_path))).read_text()
    assert card.startswith(f"# {name} {run.manifest.version}")
    registry.tell(decided(run, Decision.PROMOTED, reason="first models"))
    registry.crown(name, run.manifest.version)
    assert client.get_model_version_by_alias(name, "champion").version == number
    assert client.get_model_version(name, number).tags["reason"] == "first models"
