"""Learning the network: seeded, on the processor or a GPU, whichever there is; several networks speak together."""

from collections.abc import Sequence
from dataclasses import dataclass

import numpy as np
import torch
from numpy.typing import NDArray
from torch import Tensor, nn

from touchline.football.vector import Matrix
from touchline.trainer.sequence.form import Floats
from touchline.trainer.sequence.network import FormNetwork

Classes = NDArray[np.int64]


@dataclass(frozen=True, slots=True)
class Settings:
    """Chosen on 2013/14 to 2018/19, as everything of the blend."""

    epochs: int = 10
    batch: int = 256
    rate: float = 3e-3  # the highest of one cycle
    decay: float = 0.05  # of weights, apart from the rate
    networks: int = 4


def device() -> torch.device:
    """A GPU where there is one."""
    return torch.device("cuda" if torch.cuda.is_available() else "cpu")


def fitted(
    forms: Floats, given: Matrix, happened: Classes, settings: Settings, where: torch.device | None = None
) -> list[FormNetwork]:
    """Networks of different seeds that learned the same matches.

    `forms` are (n, 2, length, channels), `given` (n, 3) probabilities, `happened` (n,). The same input gives the same
    networks on one machine and device.
    """
    where = where or device()
    form, logs = _tensors(forms, given, where)
    target = torch.as_tensor(happened, device=where)
    return [_one(form, logs, target, settings, seed) for seed in range(settings.networks)]


def said(networks: Sequence[FormNetwork], forms: Floats, given: Matrix) -> Matrix:
    """The mean of what they say, (n, 3)."""
    where = next(networks[0].parameters()).device
    form, logs = _tensors(forms, given, where)
    with torch.no_grad():
        shares = [torch.softmax(network(form, logs), dim=1) for network in networks]
    mean = torch.stack(shares).mean(dim=0).cpu().double().numpy()
    return np.asarray(mean / mean.sum(axis=1, keepdims=True))


def _tensors(forms: Floats, given: Matrix, where: torch.device) -> tuple[Tensor, Tensor]:
    form = torch.as_tensor(forms, device=where)
    return form, torch.log(torch.as_tensor(given, dtype=torch.float32, device=where))


def _one(form: Tensor, given: Tensor, happened: Tensor, settings: Settings, seed: int) -> FormNetwork:
    """AdamW with one cycle of the learning rate.

    Loshchilov and Hutter (2019), https://arxiv.org/abs/1711.05101; Smith and Topin (2019),
    https://arxiv.org/abs/1708.07120.
    """
    torch.manual_seed(seed)
    network = FormNetwork(form.shape[-1])
    network.to(form.device)
    optimiser = torch.optim.AdamW(network.parameters(), lr=settings.rate, weight_decay=settings.decay)
    steps = settings.epochs * -(-len(form) // settings.batch)
    schedule = torch.optim.lr_scheduler.OneCycleLR(optimiser, settings.rate, total_steps=steps)
    dice = torch.Generator().manual_seed(seed)
    network.train()
    for _ in range(settings.epochs):
        for rows in torch.randperm(len(form), generator=dice).to(form.device).split(settings.batch):
            optimiser.zero_grad()
            loss = nn.functional.cross_entropy(network(form[rows], given[rows]), happened[rows])
            loss.backward()
            optimiser.step()
            schedule.step()
    network.eval()
    return network
