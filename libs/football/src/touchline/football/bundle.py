"""A trained match model as files without code: packed by who trains, opened by who predicts.

A bundle is a zip of `model.json` (the manifest) and one file per member: `logit.npz` (scaler and coefficients) and
`gradient_boosting.txt` (LightGBM's own text). Nothing in it is executed, and nothing in it is believed: the hash of the
whole, the hash of each file and the answers to the golden inputs are checked whenever it is opened.
"""

import hashlib
import io
import json
import zipfile
import zlib
from collections.abc import Callable, Mapping, Sequence
from dataclasses import asdict, dataclass
from datetime import datetime

import lightgbm
import numpy as np
from numpy.typing import NDArray

Matrix = NDArray[np.float64]
Member = Callable[[Matrix], Matrix]

MANIFEST = "model.json"
LOGIT = "logit.npz"
GRADIENT_BOOSTING = "gradient_boosting.txt"
LARGEST_FILE = 64 * 1024 * 1024  # bytes unpacked: a hundred times what our models take
GOLDEN_TOLERANCE = 1e-9  # the same arithmetic on another processor differs by rounding alone
EPOCH = (1980, 1, 1, 0, 0, 0)  # the earliest time a zip can state: equal content is equal bytes


class BundleRefused(ValueError):
    """These bytes are not the model that they claim to be."""


@dataclass(frozen=True, slots=True)
class Manifest:
    """What a model is, what it learned from, and how to recognise it."""

    name: str
    version: str
    kind: str  # logit, gradient-boosting, blend (the equal mean of its files)
    catalogue_version: int
    features: tuple[str, ...]
    snapshot: str  # sha256 of the training data's Parquet
    trained_until: str  # ISO time, UTC: the latest result that it learned from
    files: Mapping[str, str]  # file name to sha256
    golden_inputs: tuple[tuple[float, ...], ...]
    golden_outputs: tuple[tuple[float, ...], ...]

    @property
    def cut(self) -> datetime:
        """When the latest result that it learned from became known."""
        return datetime.fromisoformat(self.trained_until)


@dataclass(frozen=True, slots=True)
class Model:
    """A bundle opened and checked."""

    manifest: Manifest
    members: tuple[Member, ...]

    def predict_probabilities(self, values: Matrix) -> Matrix:
        """Home, draw and away, shape (n, 3), for vectors of shape (n, k) in the order of `manifest.features`."""
        wanted = len(self.manifest.features)
        if values.ndim != 2 or values.shape[1] != wanted:
            raise ValueError(f"{self.manifest.version} wants vectors of shape (n, {wanted}), got {values.shape}")
        return mean_of([member(values) for member in self.members])


def sha256_of(data: bytes) -> str:
    """The hash by which bytes are named."""
    return hashlib.sha256(data).hexdigest()


def mean_of(opinions: Sequence[Matrix]) -> Matrix:
    """The equal mean of several forecasts, each row summing to 1.

    >>> mean_of([np.array([[0.6, 0.2, 0.2]]), np.array([[0.4, 0.4, 0.2]])]).round(3).tolist()
    [[0.5, 0.3, 0.2]]
    """
    mean = np.mean(opinions, axis=0)
    return np.asarray(mean / mean.sum(axis=1, keepdims=True), dtype=np.float64)


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
    if sha256_of(data) != sha256:
        raise BundleRefused(f"the bundle's sha256 is {sha256_of(data)}, promised was {sha256}")
    manifest, files = _unpack(data)
    for name, promised in manifest.files.items():
        if name not in files or sha256_of(files[name]) != promised:
            raise BundleRefused(f"{manifest.version}: {name} is absent or not the file that the manifest names")
    model = Model(manifest, members_of({name: files[name] for name in manifest.files}))
    _check_goldens(model)
    return model


def members_of(files: Mapping[str, bytes]) -> tuple[Member, ...]:
    """One forecaster for each file, in the order of the files' names.

    Raises:
        BundleRefused: there is no file, or one of a kind that we do not know.
    """
    if not files:
        raise BundleRefused("the bundle holds no model")
    return tuple(_open_member(name, files[name]) for name in sorted(files))


def _open_member(name: str, content: bytes) -> Member:
    try:
        return {LOGIT: _open_logit, GRADIENT_BOOSTING: _open_gradient_boosting}[name](content)
    except KeyError as unknown:
        raise BundleRefused(f"no reader for {unknown}") from unknown
    except (ValueError, OSError, zipfile.BadZipFile, lightgbm.basic.LightGBMError) as error:
        raise BundleRefused(f"{name} cannot be read: {error}") from error


def _open_logit(content: bytes) -> Member:
    """Softmax of a linear map of standardised features; a feature that is not a number counts as its mean."""
    with np.load(io.BytesIO(content), allow_pickle=False) as arrays:
        mean, scale = arrays["mean"], arrays["scale"]
        coefficients, intercept = arrays["coefficients"], arrays["intercept"]

    def predict(values: Matrix) -> Matrix:
        scores = np.nan_to_num((values - mean) / scale) @ coefficients.T + intercept
        shares = np.exp(scores - scores.max(axis=1, keepdims=True))
        return np.asarray(shares / shares.sum(axis=1, keepdims=True), dtype=np.float64)

    return predict


def _open_gradient_boosting(content: bytes) -> Member:
    booster = lightgbm.Booster(model_str=content.decode())

    def predict(values: Matrix) -> Matrix:
        return np.asarray(booster.predict(values, num_threads=1), dtype=np.float64).reshape(-1, 3)

    return predict


def _unpack(data: bytes) -> tuple[Manifest, dict[str, bytes]]:
    try:
        with zipfile.ZipFile(io.BytesIO(data)) as archive:
            for entry in archive.infolist():
                if entry.file_size > LARGEST_FILE:
                    raise BundleRefused(f"{entry.filename} is larger than {LARGEST_FILE} bytes")
            files = {name: archive.read(name) for name in archive.namelist()}
        fields = json.loads(files[MANIFEST])
        for name in ("golden_inputs", "golden_outputs"):
            fields[name] = tuple(tuple(row) for row in fields[name])
        return Manifest(**{**fields, "features": tuple(fields["features"])}), files
    except BundleRefused:
        raise
    except (KeyError, TypeError, ValueError, OSError, zipfile.BadZipFile, zlib.error) as error:
        raise BundleRefused(f"not a bundle: {error}") from error


def _check_goldens(model: Model) -> None:
    manifest = model.manifest
    promised = np.asarray(manifest.golden_outputs, dtype=np.float64)
    answered = model.predict_probabilities(np.asarray(manifest.golden_inputs, dtype=np.float64))
    if not len(promised) or not np.allclose(answered, promised, rtol=0, atol=GOLDEN_TOLERANCE):
        raise BundleRefused(f"{manifest.version} answers its golden inputs otherwise than when it was packed")
