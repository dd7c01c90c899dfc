"""What counts as the same model, and what as another."""

import json
import subprocess
import sys
from dataclasses import replace

import pytest
from made_run import made_run, snapshot_frame

from touchline.football.bundle import GOLDENS_WITH_ODDS, pack, sha256_of, unpacked
from touchline.trainer.recording.figures import BUNDLE, METRICS, json_of
from touchline.trainer.runs.comparing import compare
from touchline.trainer.runs.keeping import record_of
from touchline.trainer.runs.pipeline import PACKAGES

OTHER_LIBRARY = ["numpy was 2.2 and is 2.3"]
MADE, ANOTHER = made_run(), made_run(snapshot_frame(seed=8))
FILES = {name: MADE.files[name] for name in (BUNDLE, METRICS)}


def test_the_same_bytes_are_the_same_model_wherever_they_were_made():
    assert compare("v1", FILES, dict(FILES), OTHER_LIBRARY).kept


def moved(by: float) -> dict[str, bytes]:
    """Another zip around the same model, and a figure that moved."""
    metrics = json.loads(FILES[METRICS])
    metrics["walk_forward"]["blend"]["all"]["rps"] += by
    return {BUNDLE: FILES[BUNDLE] + b"\0", METRICS: json_of(metrics)}


def test_other_bytes_in_the_same_environment_are_not_the_same_model():
    verdict = compare("v1", FILES, moved(0.0), [])
    assert not verdict.kept
    assert "although code, libraries, processor and threads are the same; all" in verdict.sentence


@pytest.mark.parametrize(("by", "kept"), [(0.0, True), (9e-10, True), (2e-9, False)])
def test_elsewhere_figures_may_differ_by_a_billionth_and_no_more(by: float, kept: bool):
    verdict = compare("v1", FILES, moved(by), OTHER_LIBRARY)
    assert verdict.kept is kept
    assert OTHER_LIBRARY[0] in verdict.sentence
    assert kept or "walk_forward/blend/all/rps was 0." in verdict.sentence


def test_a_model_with_other_answers_is_another_one_even_when_its_figures_agree():
    verdict = compare("v1", FILES, {BUNDLE: ANOTHER.files[BUNDLE], METRICS: FILES[METRICS]}, OTHER_LIBRARY)
    assert not verdict.kept
    assert "golden/" in verdict.sentence


def beside_prices(answer: float) -> bytes:
    """The same bundle with a second product that answers so."""
    manifest, files = unpacked(FILES[BUNDLE], sha256_of(FILES[BUNDLE]))
    second = json.dumps({"inputs": [[0.5]], "outputs": [[answer]]}).encode()
    files = {name: content for name, content in files.items() if name in manifest.files} | {GOLDENS_WITH_ODDS: second}
    return pack(replace(manifest, files={name: sha256_of(content) for name, content in files.items()}), files)


@pytest.mark.parametrize(("answer", "kept"), [(0.2 + 9e-10, True), (0.2 + 2e-9, False)])
def test_the_product_with_odds_must_answer_the_same_too(answer: float, kept: bool):
    made = {BUNDLE: beside_prices(0.2), METRICS: FILES[METRICS]}
    verdict = compare("v1", made, {BUNDLE: beside_prices(answer), METRICS: FILES[METRICS]}, OTHER_LIBRARY)
    assert verdict.kept is kept
    assert kept or "with odds/outputs/0/0 was 0.2 and is" in verdict.sentence


def test_a_record_says_what_it_said_when_it_is_read_again():
    assert record_of(MADE.record.as_json()) == MADE.record
    with pytest.raises(ValueError, match="not the record of a run"):
        record_of(b'{"model": "touchline-match"}')


def test_all_code_that_learning_imports_is_a_dependency_of_the_run():
    code = (
        "import sys, touchline.trainer.training.learning, touchline.trainer.recording.figures\n"
        "print(*(name for name in sys.modules if name.startswith('touchline.')))"
    )
    imported = subprocess.run([sys.executable, "-c", code], text=True, capture_output=True, check=True).stdout.split()
    inside = tuple(PACKAGES.values())
    assert [name for name in imported if not name.startswith(inside) and name != "touchline.trainer"] == []
