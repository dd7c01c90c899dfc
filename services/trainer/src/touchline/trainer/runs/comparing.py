"""A model made again beside the one that was made: the same bytes, or the same numbers, or neither."""

import json
from collections.abc import Mapping, Sequence
from dataclasses import dataclass

from touchline.football.bundle import GOLDENS_WITH_ODDS, BundleRefused, sha256_of, unpacked
from touchline.trainer.recording.figures import BUNDLE, METRICS, numbers_of

TOLERANCE = 1e-9
SHOWN = 3  # differences in an environment


@dataclass(frozen=True, slots=True)
class Verdict:
    """Whether the promise was kept, in one sentence."""

    kept: bool
    sentence: str


def compare(version: str, made: Mapping[str, bytes], again: Mapping[str, bytes], changes: Sequence[str]) -> Verdict:
    """`made` and `again` hold the bundle and the metrics; `changes` says how this environment is another one.

    In the same environment only the same bytes will do.
    """
    ours = sha256_of(made[BUNDLE])
    if made[BUNDLE] == again[BUNDLE]:
        return Verdict(True, f"reproduced: {version} is the same to the byte (sha256 {ours})")
    if not changes:
        return Verdict(
            False,
            f"not reproduced: {version} has other bytes (sha256 {sha256_of(again[BUNDLE])}, made was {ours}) although"
            f" code, libraries, processor and threads are the same; {_numbers(made, again)[1]}",
        )
    near, words = _numbers(made, again)
    because = "; ".join(changes[:SHOWN])
    if near:
        return Verdict(True, f"reproduced to {TOLERANCE:g}: {version} has other bytes, for {because}; {words}")
    return Verdict(False, f"not reproduced: {version} has other bytes and other figures; {words}; {because}")


def _numbers(made: Mapping[str, bytes], again: Mapping[str, bytes]) -> tuple[bool, str]:
    """Whether every figure and every golden answer is near enough, and how far off the worst is."""
    try:
        before, after = _all(made), _all(again)
    except (BundleRefused, ValueError) as error:
        return False, f"they cannot be compared: {error}"
    if before.keys() != after.keys():
        return False, f"{len(before.keys() ^ after.keys())} figures are in one of them only"
    worst = max(before, key=lambda name: abs(before[name] - after[name]))
    gap = abs(before[worst] - after[worst])
    if gap <= TOLERANCE:
        return True, f"all {len(before)} figures and golden answers agree, the largest difference is {gap:.1g}"
    return False, f"{worst} was {before[worst]:.12g} and is {after[worst]:.12g}"


def _all(files: Mapping[str, bytes]) -> dict[str, float]:
    manifest, inside = unpacked(files[BUNDLE], sha256_of(files[BUNDLE]))
    second = {"with odds": json.loads(inside[GOLDENS_WITH_ODDS])} if GOLDENS_WITH_ODDS in inside else {}
    return numbers_of({"figures": json.loads(files[METRICS]), "golden": manifest.golden_outputs, **second})
