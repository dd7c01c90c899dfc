"""Bundles: what is opened is what was packed, or nothing."""

import io
import json
import zipfile
from dataclasses import replace

import numpy as np
import pytest
from made_blends import FILES, INPUTS, LOGIT, TREES

from touchline.football import markets
from touchline.football.blend import (
    BLEND,
    RESULT,
    open_blend,
    tilted_grids,
)
from touchline.football.bundle import (
    MANIFEST,
    BundleRefused,
    Manifest,
    golden_answers,
    open_bundle,
    pack,
    sha256_of,
)
from touchline.football.catalogue import LATEST, MATCH_FEATURES
from touchline.football.families import ordinary_meeting
from touchline.football.scoreline import poisson_grid


def simulated_manifest(files: dict[str, bytes]) -> Manifest:
    return Manifest(
        name="touchline-match",
        version="1",
        kind="blend",
        catalogue_version=LATEST,
        features=MATCH_FEATURES,
        snapshot="0" * 64,
        trained_until="2019-05-12T16:30:00+00:00",
        files={name: sha256_of(content) for name, content in files.items()},
        golden_inputs=tuple(map(tuple, INPUTS[:5].tolist())),
        golden_outputs=tuple(map(tuple, golden_answers(open_blend(files), INPUTS[:5]).tolist())),
        ordinary=tuple(ordinary_meeting(INPUTS).tolist()),
    )


def simulated_bundle() -> bytes:
    return pack(simulated_manifest(FILES), FILES)


def rewritten(data: bytes, name: str, content: bytes | None) -> bytes:
    """The bundle with one file replaced or taken out, the hashes in its manifest made to fit."""
    with zipfile.ZipFile(io.BytesIO(data)) as archive:
        files = {entry: archive.read(entry) for entry in archive.namelist()}
    if content is None:
        del files[name]
    else:
        files[name] = content
    fields = json.loads(files.pop(MANIFEST))
    fields["files"] = {entry: sha256_of(files[entry]) for entry in files}
    return pack(Manifest(**fields), files)


def test_a_bundle_opens_to_the_model_that_was_packed():
    data = simulated_bundle()
    model = open_bundle(data, sha256_of(data))
    expected = open_blend(FILES).grids(INPUTS)
    assert np.array_equal(model.predict_grids(INPUTS), expected)
    assert np.array_equal(model.predict_probabilities(INPUTS), markets.result(expected))
    assert model.manifest == simulated_manifest(FILES)


def test_equal_content_is_packed_to_equal_bytes():
    assert simulated_bundle() == pack(simulated_manifest(FILES), dict(reversed(FILES.items())))


def test_a_changed_byte_is_refused():
    data = simulated_bundle()
    changed = data[:200] + bytes([data[200] ^ 1]) + data[201:]
    with pytest.raises(BundleRefused, match="sha256"):
        open_bundle(changed, sha256_of(data))


def test_a_changed_file_whose_hashes_were_made_to_fit_is_caught_by_its_goldens():
    tree = FILES[TREES].replace(b"leaf_value=-0.", b"leaf_value=-1.")
    assert tree != FILES[TREES]
    weights = json.loads(FILES[BLEND])
    weights[RESULT]["weights"][0] += 1e-6
    for name, content in ((TREES, tree), (BLEND, json.dumps(weights).encode())):
        changed = rewritten(simulated_bundle(), name, content)
        with pytest.raises(BundleRefused, match="golden"):
            open_bundle(changed, sha256_of(changed))


@pytest.mark.parametrize("name", [BLEND, LOGIT, TREES])
def test_a_voice_whose_file_is_absent_or_no_model_is_refused_and_never_executed(name: str):
    absent = rewritten(simulated_bundle(), name, None)
    with pytest.raises(BundleRefused, match="there is no"):
        open_bundle(absent, sha256_of(absent))
    pickled = rewritten(simulated_bundle(), name, b"cos\nsystem\n(S'true'\ntR.")
    with pytest.raises(BundleRefused, match="cannot be read"):
        open_bundle(pickled, sha256_of(pickled))


def test_a_bundle_without_goldens_or_of_another_catalogue_is_refused():
    manifest = simulated_manifest(FILES)
    bare = pack(replace(manifest, golden_inputs=(), golden_outputs=()), FILES)
    with pytest.raises(BundleRefused, match="no golden inputs"):
        open_bundle(bare, sha256_of(bare))
    other = pack(replace(manifest, features=MATCH_FEATURES[:20]), FILES)
    with pytest.raises(BundleRefused, match="other features"):
        open_bundle(other, sha256_of(other))


def test_an_older_bundle_without_an_ordinary_meeting_is_refused_with_a_sentence() -> None:
    with zipfile.ZipFile(io.BytesIO(simulated_bundle())) as archive:
        fields = json.loads(archive.read(MANIFEST))
    del fields["ordinary"]
    sink = io.BytesIO()
    with zipfile.ZipFile(sink, "w") as archive:
        archive.writestr(MANIFEST, json.dumps(fields))
    with pytest.raises(BundleRefused, match="1 states no ordinary meeting to explain predictions by: train again"):
        open_bundle(sink.getvalue(), sha256_of(sink.getvalue()))


@pytest.mark.parametrize(
    "broken", [(), (1.0,) * 5, (float("nan"),) * len(MATCH_FEATURES), (0.0,) * len(MATCH_FEATURES)]
)
def test_a_bundle_whose_ordinary_meeting_is_none_is_refused(broken: tuple[float, ...]) -> None:
    data = pack(replace(simulated_manifest(FILES), ordinary=broken), FILES)
    with pytest.raises(BundleRefused, match="1: an ordinary meeting has a finite number for each feature"):
        open_bundle(data, sha256_of(data))


@pytest.mark.parametrize("junk", [b"", b"<html>", b"PK\x03\x04"])
def test_what_is_no_zip_is_refused(junk: bytes):
    with pytest.raises(BundleRefused, match="not a bundle"):
        open_bundle(junk, sha256_of(junk))


def test_vectors_of_another_length_are_refused():
    data = simulated_bundle()
    with pytest.raises(ValueError, match=rf"\(n, {len(MATCH_FEATURES)}\)"):
        open_bundle(data, sha256_of(data)).predict_grids(np.zeros((2, 4)))


def test_chances_that_contradict_one_another_still_make_a_grid_that_keeps_the_result() -> None:
    base = poisson_grid(np.array([1.4, 1.4]), np.array([1.1, 1.1]))
    result = np.array([[0.5, 0.3, 0.2], [0.5, 0.3, 0.2]])
    over, both = np.array([0.999, 0.5]), np.array([0.001, 0.5])  # three goals or more for certain, and never of both
    grids = tilted_grids(base, result, over, both)
    assert markets.result(grids) == pytest.approx(result, abs=1e-9)
    assert markets.total(grids[1], 2.5)[0] == pytest.approx(0.5, abs=1e-9)
