"""From an empty namespace to a prediction, by the chart's own pods."""

import json
import time
from collections.abc import Callable
from datetime import datetime
from typing import Any

import httpx
import yaml

from touchline.cluster.kube import RELEASE, Kube
from touchline.cluster.paths import CHART, Failure
from touchline.cluster.stores import Stores
from touchline.demo import sandbox
from touchline.demo.platform import Platform
from touchline.demo.quiet import Pipeline

FOOTBALL_DATE = "2021-02-19T18:00:00+00:00"
"""A Friday evening before a round, as in the demo."""

HISTORY = "2015-07-01"
"""Enough to judge a model on five seasons; the demo takes more and longer."""

KNOWN_IN_A_ROW = 20
"""Answers after which every one of two replicas knows a key, but for one case in half a million."""

Say = Callable[[str], None]


def secret(kube: Kube, stores: Stores) -> None:
    """The Secret, as an operator would make it."""
    literals = [f"--from-literal={name}={value}" for name, value in stores.secret().items()]
    kube.kubectl("create", "secret", "generic", RELEASE, *literals)


def values(stores: Stores) -> dict[str, Any]:
    """What this cluster differs in from a small node: addresses, the sandbox, and an ingestor that asks it."""
    ingestor = {
        "enabled": True,
        "settings": {"sandbox": stores.sandbox, "sources": "football-data", "history_from": HISTORY},
        "resources": {"requests": {"cpu": "20m", "memory": "96Mi"}},
    }
    return {"settings": stores.values(), "workloads": {"ingestor": ingestor}}


def install(kube: Kube, stores: Stores) -> None:
    """The release; hooks have created topics and tables when this returns."""
    own = kube.place.folder / "values.yaml"
    own.write_text(yaml.safe_dump(values(stores)))
    local = f"--values={CHART / 'values-local.yaml'}"
    kube.helm("install", RELEASE, str(CHART), local, f"--values={own}", "--timeout=6m")


def rolled_out(kube: Kube, *names: str) -> None:
    """Wait until every pod of these workloads is ready."""
    for name in names:
        try:
            kube.kubectl("rollout", "status", f"deployment/{RELEASE}-{name}", "--timeout=300s", timeout=320)
        except Failure as failure:
            raise Failure(f"{name} does not come up: {failure}\n{words(kube, name)}") from None


def words(kube: Kube, name: str) -> str:
    """What a workload's pods say, and what Kubernetes says of them."""
    chosen = f"--selector=app.kubernetes.io/component={name}"
    logs = kube.kubectl("logs", chosen, "--tail=15", "--prefix", check=False)
    return logs + kube.kubectl("describe", "pods", chosen, check=False)[-2500:]


def take_in(kube: Kube, platform: Platform, say: Say) -> None:
    """Documents come in by the ingestor's pod and go through all others, until nothing is on its way."""
    deadline = time.monotonic() + 600
    while "documents fetched" not in (said := kube.kubectl("logs", f"deployment/{RELEASE}-ingestor", check=False)):
        if time.monotonic() > deadline:
            raise Failure(f"the ingestor has not been through in 600 s: {said[-800:]}")
        time.sleep(1)
    say("  " + next(line for line in said.splitlines() if "documents fetched" in line))
    pipeline = Pipeline(platform)
    seconds = pipeline.wait()
    pipeline.close()
    say(f"  through the pipeline after {seconds:.0f} s more")


def train(kube: Kube, say: Say) -> None:
    """A model, by a Job made of the chart's CronJob."""
    kube.kubectl("create", "job", "first", f"--from=cronjob/{RELEASE}-train-touchline-match")
    deadline = time.monotonic() + 900
    while True:
        status = json.loads(kube.kubectl("get", "job", "first", "-o", "json"))["status"]
        if status.get("failed") or time.monotonic() > deadline:
            raise Failure(f"the first training: {kube.kubectl('logs', 'job/first', '--tail=20', check=False)}")
        if status.get("succeeded"):
            break
        time.sleep(1)
    said = kube.kubectl("logs", "job/first").splitlines()  # its answer, among what it logs
    decision = json.loads(next(line for line in said if line.startswith("{") and '"model_version"' in line))
    say(f"  {decision['decision']}: {decision['model_version']}, {decision['reason']}")


def key(kube: Kube, url: str) -> str:
    """A key of the API, made in a pod; replicas learn of it within seconds."""
    made = [
        "python",
        "-m",
        "touchline.predictor",
        "keys",
        "make",
        "--owner=chart",
        "--per-minute=600000",
        "--burst=10000",
    ]
    text = kube.kubectl("exec", f"deployment/{RELEASE}-predictor-consume", "--", *made).strip().splitlines()[-1]
    known = 0
    deadline = time.monotonic() + 60
    with httpx.Client(headers={"Authorization": f"Bearer {text}", "Connection": "close"}, trust_env=False) as client:
        while known < KNOWN_IN_A_ROW:
            known = known + 1 if client.get(f"{url}/v1/models", timeout=20).status_code == 200 else 0
            if time.monotonic() > deadline:
                raise Failure("a key that was made a minute ago is refused")
            time.sleep(0.2)
    return text


def prediction(url: str, key: str) -> tuple[str, str]:
    """A coming match's prediction through the Service: its address, and a sentence.

    Raises:
        Failure: there is none, or its chances do not sum to 1.
    """
    headers = {"Authorization": f"Bearer {key}"}
    with httpx.Client(base_url=url, headers=headers, timeout=20, trust_env=False) as client:
        fixtures = client.get("/v1/fixtures").raise_for_status().json()["fixtures"]
        coming = [each for each in fixtures if each["prediction"]]
        if not coming:
            raise Failure(f"none of {len(fixtures)} coming matches has a prediction")
        path = f"/v1/predict/match?match_id={coming[0]['match_id']}"
        answer = client.get(path).raise_for_status().json()
    chances = [answer["probabilities"][name] for name in ("home", "draw", "away")]
    if abs(sum(chances) - 1) > 1e-6:
        raise Failure(f"{chances} do not sum to 1")
    told = " ".join(f"{chance:.0%}" for chance in chances)
    return url + path, f"{coming[0]['match_id']}: {told}, one of {len(coming)} predictions"


def move_to_friday(platform: Platform) -> None:
    """Football time stands before a round."""
    sandbox.move_to(platform, datetime.fromisoformat(FOOTBALL_DATE))
