"""A trained match model as files without code: packed by who trains, opened by who predicts.

A bundle is a zip of `model.json` (the manifest) and the files of a blend (`touchline.football.blend`): pools as JSON,
logits as npz, trees as LightGBM's own text. One that learned beside prices holds the second product too (`with_odds`).
Nothing in it is executed, and nothing in it is believed: the hash of the whole, the hash of each file and the grids of
the golden inputs are checked whenever it is opened.
"""

import hashlib
import io
import json
import zipfile
import zlib
from collections.abc import Callable, Mapping
from dataclasses import asdict, dataclass
from datetime import datetime

import numpy as np

from touchline.football import markets
from touchline.football.blend import BLEND, Blend, NoBlend, open_blend, poolings_with_odds
from touchline.football.catalogue import LATEST, MATCH_FEATURES
from touchline.football.families import check_ordinary
from touchline.football.scoreline import Grid
from touchline.football.vector import Matrix
from touchline.football.with_odds import WithOdds

MANIFEST = "model.json"
GOLDENS_WITH_ODDS = "with-odds.json"  # a file of its own: programs that do not know of it open the bundle as before
LARGEST_FILE = 64 * 1024 * 1024  # bytes unpacked: a hundred times what our models take
GOLDEN_TOLERANCE = 1e-9  # the same arithmetic on another processor differs by rounding alone
EPOCH = (1980, 1, 1, 0, 0, 0)  # the earliest time a zip can state: equal content is equal bytes


class BundleRefused(ValueError):
    """These bytes are not the model that they claim to be."""


class BundleOutdated(BundleRefused):
    """A model that was made by older code and can serve no more: train again."""


@dataclass(frozen=True, slots=True)
class Manifest:
    """What a model is, what it learned from, and how to recognise it."""

    name: str
    version: str
    kind: str  # blend, players
    catalogue_version: int
    features: tuple[str, ...]
    snapshot: str  # sha256 of the training data's Parquet
    trained_until: str  # ISO time, UTC: the latest result that it learned from
    files: Mapping[str, str]  # file name to sha256
    golden_inputs: tuple[tuple[float, ...], ...]
    golden_outputs: tuple[tuple[float, ...], ...]  # of a match a grid each, row by row
    ordinary: tuple[float, ...]  # the vector of an ordinary meeting, from which a match's predictions are explained

    @property
    def cut(self) -> datetime:
        """When the latest result that it learned from became known."""
        return datetime.fromisoformat(self.trained_until)


@dataclass(frozen=True, slots=True)
class Model:
    """A bundle opened and checked."""

    manifest: Manifest
    blend: Blend
    with_odds: WithOdds | None = None  # the second product, where the bundle has one

    def predict_grids(self, values: Matrix) -> Grid:
        """Scoreline grids, (n, 13, 13), for vectors of shape (n, k) in the order of `manifest.features`."""
        wanted = len(self.manifest.features)
        if values.ndim != 2 or values.shape[1] != wanted:
            raise ValueError(f"{self.manifest.version} wants vectors of shape (n, {wanted}), got {values.shape}")
        return self.blend.grids(values)

    def predict_probabilities(self, values: Matrix) -> Matrix:
        """Home, draw and away, shape (n, 3): sums over the grids."""
        return markets.result(self.predict_grids(values))


def sha256_of(data: bytes) -> str:
    """The hash by which bytes are named."""
    return hashlib.sha256(data).hexdigest()


def pack(manifest: Manifest, files: Mapping[str, bytes]) -> bytes:
    """Manifest and files as one zip; equal content gives equal bytes."""
    contents = {MANIFEST: json.dumps(asdict(manifest), sort_keys=True, indent=1).encode(), **files}
    sink = io.BytesIO()
    with zipfile.ZipFile(sink, "w") as archive:
        for name in sorted(contents):
            archive.writestr(zipfile.ZipInfo(name, EPOCH), contents[name], zipfile.ZIP_DEFLATED)
    return sink.getvalue()


def open_bundle(data: bytes, sha256: str) -> Model:
    """The model in a bundle whose hash was promised.

    Raises:
        BundleRefused: the bundle, a file in it, or its answers to the golden inputs are not what was promised.
    """
    manifest, files = unpacked(data, sha256)
    if (manifest.catalogue_version, manifest.features) != (LATEST, MATCH_FEATURES):
        raise BundleOutdated(f"{manifest.version} reads other features than catalogue {LATEST} lists: train again")
    try:
        check_ordinary(np.array(manifest.ordinary, dtype=np.float64))
    except ValueError as broken:
        raise BundleRefused(f"{manifest.version}: {broken}") from broken
    try:
        model = Model(manifest, open_blend({name: files[name] for name in manifest.files}), open_with_odds(files))
    except NoBlend as broken:
        raise BundleRefused(f"{manifest.version}: {broken}") from broken
    check_goldens(manifest, lambda values: golden_answers(model.blend, values))
    if model.with_odds is not None:
        _check_with_odds(model, files.get(GOLDENS_WITH_ODDS) if GOLDENS_WITH_ODDS in manifest.files else None)
    return model


def open_with_odds(files: Mapping[str, bytes]) -> WithOdds | None:
    """The second product in the files of a bundle; NoBlend when it is there and cannot be read."""
    poolings = poolings_with_odds(files[BLEND])
    return None if poolings is None else WithOdds(poolings)


def unpacked(data: bytes, sha256: str) -> tuple[Manifest, dict[str, bytes]]:
    """Manifest and files of any bundle, each the one whose hash was promised.

    Raises:
        BundleRefused: the bundle or a file in it is not what was promised.
    """
    if sha256_of(data) != sha256:
        raise BundleRefused(f"the bundle's sha256 is {sha256_of(data)}, promised was {sha256}")
    manifest, files = _unpack(data)
    for name, promised in manifest.files.items():
        if name not in files or sha256_of(files[name]) != promised:
            raise BundleRefused(f"{manifest.version}: {name} is absent or not the file that the manifest names")
    return manifest, files


def _unpack(data: bytes) -> tuple[Manifest, dict[str, bytes]]:
    try:
        with zipfile.ZipFile(io.BytesIO(data)) as archive:
            for entry in archive.infolist():
                if entry.file_size > LARGEST_FILE:
                    raise BundleRefused(f"{entry.filename} is larger than {LARGEST_FILE} bytes")
            files = {name: archive.read(name) for name in archive.namelist()}
        fields = json.loads(files[MANIFEST])
        if "ordinary" not in fields:
            raise BundleOutdated(
                f"{fields['version']} states no ordinary meeting to explain predictions by: train again"
            )
        for name in ("golden_inputs", "golden_outputs"):
            fields[name] = tuple(tuple(row) for row in fields[name])
        return Manifest(**{**fields, **{name: tuple(fields[name]) for name in ("features", "ordinary")}}), files
    except BundleRefused:
        raise
    except (KeyError, TypeError, ValueError, OSError, zipfile.BadZipFile, zlib.error) as error:
        raise BundleRefused(f"not a bundle: {error}") from error


def golden_answers(blend: Blend, values: Matrix) -> Matrix:
    """The grids as a manifest states them, a row each."""
    return blend.grids(values).reshape(len(values), -1)


def goldens_with_odds(blend: Blend, with_odds: WithOdds, values: Matrix) -> bytes:
    """Vectors with prices, and what the second product answers to them, as a file of a bundle."""
    answers = _answers_with_odds(blend, with_odds, values)
    return json.dumps({"inputs": values.tolist(), "outputs": answers.tolist()}, sort_keys=True).encode()


def _answers_with_odds(blend: Blend, with_odds: WithOdds, values: Matrix) -> Matrix:
    return with_odds.grids(values, blend.grids(values)).reshape(len(values), -1)


def _check_with_odds(model: Model, content: bytes | None) -> None:
    version, with_odds = model.manifest.version, model.with_odds
    if content is None or with_odds is None:
        raise BundleRefused(f"{version} has no golden inputs with prices: nothing shows what it says with odds")
    try:
        held = json.loads(content)
        inputs, promised = (np.array(held[name], dtype=np.float64) for name in ("inputs", "outputs"))
        answered = _answers_with_odds(model.blend, with_odds, inputs)
    except (ValueError, TypeError, KeyError, IndexError) as error:
        raise BundleRefused(f"{version}: {GOLDENS_WITH_ODDS} cannot be asked: {error}") from error
    _compare(version, promised, answered)


def check_goldens(manifest: Manifest, answer: Callable[[Matrix], Matrix]) -> None:
    """Ask a model its golden inputs.

    Raises:
        BundleRefused: it answers otherwise than when it was packed, or there are none.
    """
    if not manifest.golden_inputs:
        raise BundleRefused(f"{manifest.version} has no golden inputs: nothing shows that it is what was judged")
    promised = np.asarray(manifest.golden_outputs, dtype=np.float64)
    answered = answer(np.asarray(manifest.golden_inputs, dtype=np.float64))
    _compare(manifest.version, promised, answered)


def _compare(version: str, promised: Matrix, answered: Matrix) -> None:
    same = answered.shape == promised.shape and np.allclose(answered, promised, rtol=0, atol=GOLDEN_TOLERANCE)
    if not same or not len(promised):
        raise BundleRefused(f"{version} answers its golden inputs otherwise than when it was packed")
