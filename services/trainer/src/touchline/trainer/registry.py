"""MLflow: what was tried and how it did, as data scientists look for it. Services never load a model from here."""

import os
import tempfile
import time
import urllib.error
import urllib.request
from collections.abc import Mapping
from dataclasses import asdict
from pathlib import Path
from typing import Any

from touchline.runtime.errors import Unavailable
from touchline.runtime.logs import log
from touchline.trainer.runs.keeping import Run
from touchline.trainer.training.learning import Challenger
from touchline.trainer.training.methods import BOOSTING, INVERSE_PENALTY, ROUNDS
from touchline.trainer.training.walk_forward import BURN_IN, JUDGED

EXPERIMENT = "match"
ALIAS = "champion"
VERSION_TAG = "touchline_version"
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
    """Runs, versions and the alias `champion` of one registered model."""

    def __init__(self, address: str, model_name: str) -> None:
        self._address = address.rstrip("/")
        self._model = model_name
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

    def record(self, kept: Run, request_id: str | None) -> str:
        """A run with parameters, figures and files, and a version of the registered model; once for each version."""
        challenger = kept.learned.challenger
        found: str | None = _named(self._address, lambda: self._number(challenger.bundle.manifest.version))
        return found or str(_named(self._address, lambda: self._record(challenger, request_id)))

    def crown(self, version: str) -> None:
        """Let the alias `champion` name a version of ours; a version MLflow has never seen is left alone, and said."""
        number = _named(self._address, lambda: self._number(version))
        if number is None:
            log.warning("no such version in MLflow", model=self._model, version=version)
            return
        _named(self._address, lambda: self._client().set_registered_model_alias(self._model, ALIAS, number))

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

    def _number(self, version: str) -> str | None:
        found = self._client().search_model_versions(f"name='{self._model}'")
        return next((str(one.version) for one in found if one.tags.get(VERSION_TAG) == version), None)

    def _record(self, challenger: Challenger, request_id: str | None) -> str:
        client, manifest = self._client(), challenger.bundle.manifest
        run = client.create_run(self._experiment(), run_name=manifest.version)
        tags = {
            VERSION_TAG: manifest.version,
            "sha256": challenger.bundle.sha256,
            "snapshot": manifest.snapshot,
            "catalogue_version": str(manifest.catalogue_version),
            "trained_until": manifest.trained_until,
            "request_id": request_id or "",
        }
        client.log_batch(run.info.run_id, _metrics(challenger), _params(challenger), _tags(tags))
        with tempfile.TemporaryDirectory() as folder:
            path = Path(folder) / "bundle.zip"
            path.write_bytes(challenger.bundle.content)
            client.log_artifact(run.info.run_id, str(path), "bundle")
        client.log_dict(run.info.run_id, {"walk_forward": [asdict(s) for s in challenger.walked.scores]}, "scores.json")
        client.set_terminated(run.info.run_id)
        self._make_model()
        source = f"{run.info.artifact_uri}/bundle"
        made = client.create_model_version(self._model, source, run.info.run_id, tags=tags, await_creation_for=None)
        return str(made.version)

    def _experiment(self) -> str:
        client = self._client()
        found = client.get_experiment_by_name(EXPERIMENT)
        return str(found.experiment_id if found else client.create_experiment(EXPERIMENT))

    def _make_model(self) -> None:
        from mlflow.exceptions import MlflowException

        try:
            self._client().create_registered_model(self._model)
        except MlflowException as error:
            if error.error_code != "RESOURCE_ALREADY_EXISTS":
                raise


def _metrics(challenger: Challenger) -> list[Any]:
    """One series for each method; a season's figure stands at the step of its first year."""
    from mlflow.entities import Metric

    now = int(time.time() * 1000)
    found = []
    for score in challenger.walked.scores:
        pooled = score.season == "all"
        step = 0 if pooled else int(score.season[:4])
        name = f"{score.method}/{{}}" if pooled else f"{score.method}/{{}}-by-season"
        found.append(Metric(name.format("rps"), score.ranked_probability_score, now, step))
        found.append(Metric(name.format("log-loss"), score.log_loss, now, step))
    return found


def _params(challenger: Challenger) -> list[Any]:
    from mlflow.entities import Param

    constants: Mapping[str, object] = {
        "method": challenger.method,
        "matches": len(challenger.matches),
        "burn_in_seasons": BURN_IN,
        "judged_seasons": JUDGED,
        "logit/C": INVERSE_PENALTY,
        "boosting/rounds": ROUNDS,
        **{f"boosting/{name}": value for name, value in BOOSTING.items()},
    }
    return [Param(name, str(value)) for name, value in constants.items()]


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
