"""`build/demo.json`, whose keys are a contract."""

import json
import os
from collections import Counter
from collections.abc import Mapping
from pathlib import Path
from typing import Any

from touchline.demo.platform import repository_root
from touchline.demo.reconcile import Evidence, promoted
from touchline.demo.state import State
from touchline.schemas import topics

FILE, DRIFT_FILE = "build/demo.json", "build/demo-drift.json"
FROM_SOURCES = (
    topics.TEAMS,
    topics.MATCHES,
    topics.ODDS,
    topics.PLAYERS,
    topics.PLAYER_MATCHES,
    topics.AVAILABILITY,
    topics.ARTICLES,
    topics.RATINGS,
)


def input_kind(settings: dict[str, str]) -> str:
    """What the documents are: the provider's own, recorded ones, or real matches out of a package."""
    if settings.get("TOUCHLINE_INPUT") == "live":
        return "live"
    return "recorded" if settings.get("TOUCHLINE_RECORDED") else "package"


def counts(evidence: Evidence) -> dict[str, Any]:
    """The figures that are counted in what the topics carry."""
    records = {name: len(carried.rows) for name, carried in evidence.carried.items()}
    return {
        "documents": records[topics.RAW_DOCUMENTS.name],
        "records": records,
        "parked": sum(parked_now(evidence).values()),
        "sources": sources(evidence),
        "feature_rows": records[topics.MATCH_FEATURES.name] + records[topics.TEAM_FEATURES.name],
        "models": {name: model(row) for name, row in promoted(evidence).items()},
        "predictions": records[topics.MATCH_PREDICTIONS.name],
        "player_predictions": records[topics.PLAYER_PREDICTIONS.name],
    }


def parked_now(evidence: Evidence) -> Counter[str]:
    """How many rows, or parts of rows, of each source are parked now: what has been let in since is no longer."""
    rows = evidence.platform.rows(
        "SELECT SUBSTRING_INDEX(document_key, '/', 1), COUNT(*) FROM normalizer_rows"
        " WHERE row_key LIKE 'parked:%' OR row_key LIKE 'part:%' GROUP BY 1"
    )
    return Counter({source: int(count) for source, count in rows})


def sources(evidence: Evidence) -> dict[str, Any]:
    """Each source's documents, the records read from them, the rows parked, and its last successful fetch."""
    documents = Counter(row.source for row in evidence.of(topics.RAW_DOCUMENTS))
    records = Counter(row.source for topic in FROM_SOURCES for row in evidence.of(topic))
    parked = parked_now(evidence)
    fetched = sorted(evidence.of(topics.RAW_DOCUMENTS), key=lambda row: row.available_at)
    last = {row.source: row.available_at for row in fetched}
    return {
        name: {
            "documents": documents[name],
            "records": records[name],
            "parked": parked[name],
            "last_success": last[name].isoformat(),
        }
        for name in sorted(documents)
    }


def model(row: Any) -> dict[str, Any]:
    """A champion's version and the figures it was promoted on."""
    score = "points_error" if row.model_name.endswith("player") else "ranked_probability_score"
    metrics = {score: row.challenger_score, "matches": row.matches}
    return {"version": row.model_version, "metrics": metrics}


def write_drift(state: State) -> Path:
    """What came of the drift, by itself."""
    return _put(DRIFT_FILE, state.facts["drift"])


def write(state: State, setup: float | None, addresses: dict[str, str], kind: str) -> Path:
    """Write the result; `drift` is absent when that part was left out."""
    seconds = dict(state.seconds)
    if setup is not None:
        seconds["setup"] = setup
    result = {
        "input": kind,
        "seconds": seconds,
        **state.facts["counts"],
        "reconcile": state.facts["reconcile"],
        **{key: state.facts[key] for key in ("drift", "market") if key in state.facts},
        "addresses": addresses,
    }
    return _put(FILE, result)


def _put(name: str, content: Mapping[str, Any]) -> Path:
    file = Path(os.environ.get("TOUCHLINE_RESULTS") or repository_root()) / name
    file.parent.mkdir(exist_ok=True)
    draft = file.with_suffix(".new")
    draft.write_text(json.dumps(content, indent=2) + "\n")
    os.replace(draft, file)
    return file
