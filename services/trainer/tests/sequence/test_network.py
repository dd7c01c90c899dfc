"""The network learns what form says, the same each time; run where PyTorch is (`make study-sequence`)."""

import numpy as np
import torch

from touchline.trainer.sequence.fitting import Settings, device, fitted, said
from touchline.trainer.sequence.form import CHANNELS, Floats

MATCHES, LENGTH = 3_000, 6
QUICK = Settings(epochs=8, networks=2)


def made(seed: int = 3) -> tuple[Floats, np.ndarray, np.ndarray, np.ndarray]:
    """Form in which goals beyond what was expected make a team stronger than it is thought to be (simulated)."""
    dice = np.random.default_rng(seed)
    forms = dice.normal(size=(MATCHES, 2, LENGTH, len(CHANNELS))).astype(np.float32)
    edge = forms[:, 0, :, 0].mean(axis=1) - forms[:, 1, :, 0].mean(axis=1)
    weights = np.exp(np.column_stack([edge, np.zeros(MATCHES), -edge]))
    truth = weights / weights.sum(axis=1, keepdims=True)
    happened = np.array([dice.choice(3, p=row) for row in truth])
    return forms, np.full((MATCHES, 3), 1 / 3), truth, happened


def test_it_learns_what_form_says() -> None:
    forms, given, truth, happened = made()
    networks = fitted(forms[:2000], given[:2000], happened[:2000], QUICK)
    answers = said(networks, forms[2000:], given[2000:])
    assert np.abs(answers - truth[2000:]).mean() < 0.6 * np.abs(given[2000:] - truth[2000:]).mean()
    assert np.abs(answers.sum(axis=1) - 1).max() < 1e-12


def test_the_same_matches_give_the_same_answers_on_one_machine() -> None:
    forms, given, _, happened = made()
    first, second = (
        said(fitted(forms, given, happened, Settings(epochs=1, networks=1)), forms, given) for _ in range(2)
    )
    assert (first == second).all()


def test_it_runs_on_a_gpu_where_there_is_one() -> None:
    forms, given, _, happened = made()
    (network,) = fitted(forms[:300], given[:300], happened[:300], Settings(epochs=1, networks=1))
    assert next(network.parameters()).device.type == device().type == ("cuda" if torch.cuda.is_available() else "cpu")
