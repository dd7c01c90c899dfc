"""The network: one recurrent unit reads both teams' form and says how far the goals filter is out. Needs PyTorch."""

import torch
from torch import Tensor, nn

HIDDEN = 16
DROPOUT = 0.2


class FormNetwork(nn.Module):  # type: ignore[misc]
    """Corrects log-probabilities of home, draw and away by what it hears in form.

    h = GRU(form) of each team, the same unit for both; (s, d) = W [h_home − h_away, h_home + h_away] + b;
    P ∝ exp(log p + (s, d, −s)). W and b begin at zero, so that a network that learned nothing says what it was given.
    Cho et al. (2014), https://arxiv.org/abs/1406.1078.

    >>> network, form = FormNetwork(channels=3), torch.zeros(5, 2, 7, 3)
    >>> given = torch.log(torch.tensor([[0.5, 0.3, 0.2]] * 5))
    >>> bool(torch.equal(network(form, given), given))
    True
    """

    def __init__(self, channels: int, hidden: int = HIDDEN) -> None:
        super().__init__()
        self.reads = nn.GRU(channels, hidden, batch_first=True)
        self.forgets = nn.Dropout(DROPOUT)
        self.says = nn.Linear(2 * hidden, 2)
        nn.init.zeros_(self.says.weight)
        nn.init.zeros_(self.says.bias)

    def forward(self, form: Tensor, given: Tensor) -> Tensor:
        """Logits (n, 3) from form (n, 2, length, channels) and log-probabilities (n, 3)."""
        count, teams, length, channels = form.shape
        _, last = self.reads(form.reshape(count * teams, length, channels))
        heard = self.forgets(last[0].reshape(count, teams, -1))
        home, away = heard[:, 0], heard[:, 1]
        moved = self.says(torch.cat([home - away, home + away], dim=1))
        supremacy, draw = moved[:, 0], moved[:, 1]
        corrected: Tensor = given + torch.stack([supremacy, draw, -supremacy], dim=1)
        return corrected
