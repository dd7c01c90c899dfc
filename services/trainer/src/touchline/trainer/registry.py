"""MLflow: what was tried and how it did, as data scientists look for it. Services never load a model from here."""

import json
import os
import tempfile
import time
import urllib.error
import urllib.request
from collections.abc import Mapping
from pathlib import Path
from typing import Any

from touchline.football.player_bundle import KIND
from touchline.runtime.errors import Unavailable
from touchline.runtime.logs import log
from touchline.schemas.records import Decision, Promotion
from touchline.trainer.recording.card import shortened, with_decision
from touchline.trainer.runs.keeping import Run
from touchline.trainer.runs.telling import FOLDER, VERSION_TAG, Told, told_of

EXPERIMENT, OF_PLAYERS = "match", "player"
CHAMPION, CHALLENGER = "champion", "challenger"  # aliases
DIGEST = 36  # characters of a data set's hash that MLflow keeps
# No telemetry leaves this machine, and a server that is down is reported in seconds, not minutes.
ENVIRONMENT = {
    "MLFLOW_DISABLE_TELEMETRY": "true",
    "DO_NOT_TRACK": "true",
    "MLFLOW_HTTP_REQUEST_MAX_RETRIES": "2",
    "MLFLOW_HTTP_REQUEST_TIMEOUT": "20",
    "MLFLOW_ENABLE_ARTIFACTS_PROGRESS_BAR": "false",
    "MLFLOW_SUPPRESS_PRINTING_URL_TO_STDOUT": "true",
    "GIT_PYTHON_REFRESH": "quiet",
}


class Registry:
    """Runs, versions and the aliases `champion` and `challenger` of registered models; an experiment a kind."""

    def __init__(self, address: str) -> None:
        self._address = address.rstrip("/")
        self._connected: Any = None

    def wait(self, seconds: float) -> None:
        """Wait for the server.

        Raises:
            Unavailable: it did not answer in time.
        """
        deadline = time.monotonic() + seconds
        while not self._answers():
            if time.monotonic() > deadline:
                raise Unavailable(f"MLflow at {self._address} did not answer within {seconds:.0f} s")
            log.warning("waiting for MLflow", address=self._address)
            time.sleep(1)

    def record(self, run: Run, request_id: str | None) -> str:
        """A run and a version of the registered model, once for each version; who is recorded is the challenger."""
        return str(_named(self._address, lambda: self._recorded(run, request_id)))

    def tell(self, decision: Promotion) -> None:
        """Say of a version what was decided and why, as tags and on its card; told again, it changes nothing.

        A version that MLflow has never seen is left alone, and said. A champion that was made again stays what it is.
        """
        _named(self._address, lambda: self._told(decision))

    def crown(self, model: str, version: str) -> None:
        """Let the alias `champion` name a version of ours, which is then nobody's challenger."""
        _named(self._address, lambda: self._crowned(model, version))

    def _answers(self) -> bool:
        try:
            with urllib.request.urlopen(f"{self._address}/health", timeout=5) as answer:
                return bool(answer.status == 200)
        except (urllib.error.URLError, OSError):
            return False

    def _client(self) -> Any:
        if self._connected is None:
            os.environ.update({name: value for name, value in ENVIRONMENT.items() if name not in os.environ})
            from mlflow import MlflowClient  # a second of imports that only this part needs

            self._connected = MlflowClient(tracking_uri=self._address, registry_uri=self._address)
        return self._connected

    def _version(self, model: str, version: str) -> Any:
        """MLflow's version of ours, or nothing."""
        found = self._client().search_model_versions(f"name='{model}'")
        return next((one for one in found if one.tags.get(VERSION_TAG) == version), None)

    def _known(self, model: str, version: str) -> Any:
        """The same, and a warning where there is nothing."""
        found = self._version(model, version)
        if found is None:
            log.warning("no such version in MLflow", model=model, version=version)
        return found

    def _recorded(self, run: Run, request_id: str | None) -> str:
        model = run.manifest.name
        self._make_model(model)
        found = self._version(model, run.manifest.version)
        number = str(found.version if found else self._record(run, told_of(run, request_id)))
        if self._aliases(model).get(CHAMPION) != number:
            self._client().set_registered_model_alias(model, CHALLENGER, number)
        return number

    def _record(self, kept: Run, told: Told) -> str:
        client = self._client()
        run = client.create_run(
            self._experiment(OF_PLAYERS if kept.manifest.kind == KIND else EXPERIMENT), run_name=kept.manifest.version
        )
        client.log_batch(run.info.run_id, _metrics(told), _params(told), _tags(told.tags))
        client.log_inputs(run.info.run_id, [_data(kept)])
        with tempfile.TemporaryDirectory() as folder:
            for name, content in told.files.items():
                path = Path(folder) / name
                path.parent.mkdir(parents=True, exist_ok=True)
                path.write_bytes(content)
            client.log_artifacts(run.info.run_id, folder)
        client.set_tag(run.info.run_id, "mlflow.note.content", told.card)
        client.set_terminated(run.info.run_id)
        made = client.create_model_version(
            kept.manifest.name,
            f"{run.info.artifact_uri}/{FOLDER}",
            run.info.run_id,
            tags={name: value for name, value in told.tags.items() if not name.startswith("mlflow.")},
            description=shortened(told.card),
            await_creation_for=None,
        )
        return str(made.version)

    def _told(self, decision: Promotion) -> None:
        client, model = self._client(), decision.model_name
        found = self._known(model, decision.model_version)
        if found is None:
            return
        if decision.decision is Decision.REFUSED and decision.champion_before == decision.model_version:
            client.set_model_version_tag(model, found.version, "made_again", decision.request_id or "by hand")
            return
        tags = decision_tags(decision)
        for name, value in tags.items():
            client.set_model_version_tag(model, found.version, name, value)
        client.log_batch(found.run_id, tags=_tags(tags))
        card = with_decision(found.description or "", f"{decision.decision.value}: {decision.reason}")
        client.update_model_version(model, found.version, card)
        if decision.decision is Decision.REFUSED and self._aliases(model).get(CHAMPION) != str(found.version):
            client.set_registered_model_alias(model, CHALLENGER, found.version)

    def _crowned(self, model: str, version: str) -> None:
        found = self._known(model, version)
        if found is None:
            return
        self._client().set_registered_model_alias(model, CHAMPION, found.version)
        if self._aliases(model).get(CHALLENGER) == str(found.version):
            self._client().delete_registered_model_alias(model, CHALLENGER)

    def _aliases(self, model: str) -> dict[str, str]:
        """Alias to MLflow's number."""
        return {alias: str(number) for alias, number in self._client().get_registered_model(model).aliases.items()}

    def _experiment(self, name: str) -> str:
        client = self._client()
        found = client.get_experiment_by_name(name)
        return str(found.experiment_id if found else client.create_experiment(name))

    def _make_model(self, model: str) -> None:
        from mlflow.exceptions import MlflowException

        try:
            self._client().create_registered_model(model)
        except MlflowException as error:
            if error.error_code != "RESOURCE_ALREADY_EXISTS":
                raise


def decision_tags(decision: Promotion) -> dict[str, str]:
    """What was decided, why, who asked for what cause, beside whom."""
    return {
        "decision": decision.decision.value,
        "reason": decision.reason,
        "request_id": decision.request_id or "",
        "cause": decision.cause or "",
        "asked": decision.asked or "",
        "beside_champion": decision.champion_before or "none: the first model",
        "challenger_score": repr(decision.challenger_score),
        "champion_score": "" if decision.champion_score is None else repr(decision.champion_score),
        "matches_judged": str(decision.matches),
        "decided_at": decision.recorded_at.isoformat(),
    }


def _metrics(told: Told) -> list[Any]:
    from mlflow.entities import Metric

    now = int(time.time() * 1000)
    return [Metric(figure.name, figure.value, now, figure.step) for figure in told.figures]


def _params(told: Told) -> list[Any]:
    from mlflow.entities import Param

    return [Param(name, value) for name, value in told.parameters.items()]


def _data(run: Run) -> Any:
    """The snapshot, as the data set that the run was made from."""
    from mlflow.entities import Dataset, DatasetInput, InputTag

    sha256 = run.record.snapshot_sha256
    source = json.dumps({"uri": f"snapshots/{sha256}.parquet"})
    return DatasetInput(
        Dataset("snapshot", sha256[:DIGEST], "s3", source), [InputTag("mlflow.data.context", "training")]
    )


def _tags(tags: Mapping[str, str]) -> list[Any]:
    from mlflow.entities import RunTag

    return [RunTag(name, value) for name, value in tags.items()]


def _named(address: str, call: Any) -> Any:
    """A server that fails or is gone is `Unavailable`; a request that it refuses is our bug."""
    from mlflow.exceptions import MlflowException
    from requests.exceptions import RequestException

    try:
        return call()
    except RequestException as error:
        raise Unavailable(f"MLflow at {address}: {error}") from error
    except MlflowException as error:
        if error.get_http_status_code() >= 500:
            raise Unavailable(f"MLflow at {address}: {error}") from error
        raise
