"""The network walked forward, and the blend with and without it."""

from collections.abc import Sequence

import numpy as np

from touchline.football.blend import RESULT
from touchline.football.vector import Matrix, squad_evidence
from touchline.trainer.sequence.fitting import Settings, fitted, said
from touchline.trainer.sequence.form import Forms
from touchline.trainer.training.matches import Matches
from touchline.trainer.training.models.blend import pooling_of
from touchline.trainer.training.models.seasons import settled, steps
from touchline.trainer.training.models.voices import VOICES, Remember, Said

VOICE = "form-network"
GIVEN = "dynamic-chances"  # the voice that it corrects


def walked(
    matches: Matches, forms: Forms, heard: Said, seasons: Sequence[str], remember: Remember, settings: Settings
) -> Matrix:
    """What the network says of these seasons, (n, 3), each learned from what was known before it; NaN of all others."""
    given, usable = heard[RESULT, GIVEN], settled(matches) & forms.known
    found = np.full_like(given, np.nan)
    for step in steps(matches, seasons):
        learns = step.known & usable & ~np.isnan(given[:, 0])
        if not learns.any():
            continue

        def learned(asked: np.ndarray = step.asked, learns: np.ndarray = learns) -> dict[str, Matrix]:
            networks = fitted(forms.sequences[learns], given[learns], matches.outcomes[learns], settings)
            return {"shares": said(networks, forms.sequences[asked], given[asked])}

        found[step.asked] = remember(f"{VOICE}-{step.season}", learned)["shares"]
    return found


def pooled(matches: Matches, heard: dict[str, Matrix], seasons: Sequence[str]) -> Matrix:
    """Results as the pool of these voices says, (n, 3), weights from the seasons before each; NaN of all others."""
    evidence = squad_evidence(matches.values)
    found = np.full((len(matches), 3), np.nan)
    for step in steps(matches, seasons):
        voices = [one[step.asked] for one in heard.values()]
        pooling = pooling_of(RESULT, matches, step.known, heard)
        found[step.asked] = pooling.pool(voices, evidence[step.asked])
    return found


def voices_of(heard: Said) -> dict[str, Matrix]:
    """The voices of the result that are in the blend."""
    return {voice: heard[RESULT, voice] for voice in VOICES[RESULT]}
