"""What goes into a model and what comes out, in MLflow's own words, without a flavour that could run code.

An `MLmodel` is YAML whose signature holds two lists of columns as JSON; see mlflow.models.ModelSignature.to_dict.
"""

import json
from collections.abc import Sequence

import yaml

from touchline.football.bundle import Manifest
from touchline.trainer.recording.walked import OUTCOMES

FLAVOUR = "touchline"
DESCRIPTOR = "MLmodel"


def signature_of(manifest: Manifest, outputs_named: Sequence[str] = OUTCOMES) -> dict[str, str | None]:
    """Inputs in the order of the catalogue, a missing value allowed; by itself outputs are chances that sum to 1."""
    inputs = [{"type": "double", "name": name, "required": False} for name in manifest.features]
    outputs = [{"type": "double", "name": name, "required": True} for name in outputs_named]
    return {"inputs": json.dumps(inputs), "outputs": json.dumps(outputs), "params": None}


def descriptor_of(manifest: Manifest, sha256: str, bundle: str, outputs: Sequence[str] = OUTCOMES) -> bytes:
    """The `MLmodel` beside a bundle."""
    told = {
        "artifact_path": "bundle",
        "flavors": {FLAVOUR: {"bundle": bundle, "sha256": sha256, "version": manifest.version}},
        "signature": signature_of(manifest, outputs),
    }
    return yaml.safe_dump(told, sort_keys=False).encode()
