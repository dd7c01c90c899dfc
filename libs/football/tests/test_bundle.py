"""Bundles: what is opened is what was packed, or nothing."""

import io
import json
import zipfile

import lightgbm
import numpy as np
import pytest

from touchline.football.bundle import (
    GRADIENT_BOOSTING,
    LOGIT,
    MANIFEST,
    BundleRefused,
    Manifest,
    mean_of,
    members_of,
    open_bundle,
    pack,
    sha256_of,
)

RANDOM = np.random.default_rng(5)
INPUTS = RANDOM.normal(size=(300, 3))  # simulated: three features, three outcomes
OUTCOMES = (INPUTS[:, 0] > 0).astype(int) + (INPUTS[:, 0] > 0.8).astype(int)


def simulated_files() -> dict[str, bytes]:
    sink = io.BytesIO()
    np.savez(sink, mean=np.zeros(3), scale=np.ones(3), coefficients=RANDOM.normal(size=(3, 3)), intercept=np.zeros(3))
    parameters = {"objective": "multiclass", "num_class": 3, "verbosity": -1, "num_threads": 1}
    booster = lightgbm.train(parameters, lightgbm.Dataset(INPUTS, OUTCOMES), num_boost_round=5)
    return {LOGIT: sink.getvalue(), GRADIENT_BOOSTING: booster.model_to_string().encode()}


def simulated_bundle(files: dict[str, bytes]) -> bytes:
    answers = mean_of([member(INPUTS[:5]) for member in members_of(files)])
    manifest = Manifest(
        name="touchline-match",
        version="1",
        kind="blend",
        catalogue_version=1,
        features=("a", "b", "c"),
        snapshot="0" * 64,
        trained_until="2019-05-12T16:30:00+00:00",
        files={name: sha256_of(content) for name, content in files.items()},
        golden_inputs=tuple(map(tuple, INPUTS[:5].tolist())),
        golden_outputs=tuple(map(tuple, answers.tolist())),
    )
    return pack(manifest, files)


def rewritten(data: bytes, name: str, content: bytes) -> bytes:
    """The bundle with one file replaced, its hash in the manifest made to fit."""
    with zipfile.ZipFile(io.BytesIO(data)) as archive:
        files = {entry: archive.read(entry) for entry in archive.namelist()}
    files[name] = content
    fields = json.loads(files.pop(MANIFEST))
    fields["files"] = {entry: sha256_of(files[entry]) for entry in files}
    return pack(Manifest(**fields), files)


def test_a_bundle_opens_to_the_model_that_was_packed():
    files = simulated_files()
    data = simulated_bundle(files)
    model = open_bundle(data, sha256_of(data))
    expected = mean_of([member(INPUTS) for member in members_of(files)])
    assert np.array_equal(model.predict_probabilities(INPUTS), expected)
    assert model.manifest.features == ("a", "b", "c")


def test_equal_content_is_packed_to_equal_bytes():
    files = simulated_files()
    assert simulated_bundle(files) == simulated_bundle(dict(reversed(files.items())))


def test_a_changed_byte_is_refused():
    data = simulated_bundle(simulated_files())
    changed = data[:200] + bytes([data[200] ^ 1]) + data[201:]
    with pytest.raises(BundleRefused, match="sha256"):
        open_bundle(changed, sha256_of(data))


def test_a_changed_file_whose_hashes_were_made_to_fit_is_caught_by_its_goldens():
    files = simulated_files()
    leaf = files[GRADIENT_BOOSTING].replace(b"leaf_value=-0.", b"leaf_value=-1.", 1)
    assert leaf != files[GRADIENT_BOOSTING]
    changed = rewritten(simulated_bundle(files), GRADIENT_BOOSTING, leaf)
    with pytest.raises(BundleRefused, match="golden"):
        open_bundle(changed, sha256_of(changed))


def test_a_file_that_is_no_model_is_refused_and_never_executed():
    data = rewritten(simulated_bundle(simulated_files()), "model.pkl", b"cos\nsystem\n(S'true'\ntR.")
    with pytest.raises(BundleRefused, match="no reader"):
        open_bundle(data, sha256_of(data))


@pytest.mark.parametrize("junk", [b"", b"<html>", b"PK\x03\x04"])
def test_what_is_no_zip_is_refused(junk: bytes):
    with pytest.raises(BundleRefused, match="not a bundle"):
        open_bundle(junk, sha256_of(junk))


def test_vectors_of_another_length_are_refused():
    data = simulated_bundle(simulated_files())
    with pytest.raises(ValueError, match=r"\(n, 3\)"):
        open_bundle(data, sha256_of(data)).predict_probabilities(np.zeros((2, 4)))
