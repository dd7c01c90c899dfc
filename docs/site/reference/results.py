"""Results of campaigns as other pages read them: the latest file of a kind."""

import json
import re
from pathlib import Path
from typing import Any

ROOT = Path(__file__).resolve().parents[3]
FOLDER = ROOT / "benchmarks" / "results"


def latest(kind: str) -> tuple[str, dict[str, Any]]:
    """The name and content of the latest `KIND-<date>.json`."""
    found = sorted(file for file in FOLDER.iterdir() if re.fullmatch(rf"{kind}-\d{{4}}-\d\d-\d\d\.json", file.name))
    return found[-1].name, json.loads(found[-1].read_text("utf-8"))


def row(content: dict[str, Any], name: str) -> dict[str, Any]:
    """The first row of this name."""
    found: dict[str, Any] = next(one for one in content["rows"] if one["name"] == name)
    return found
