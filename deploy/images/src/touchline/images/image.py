"""The images: which there are, by which recipe, of which members and locks."""

from collections.abc import Mapping
from dataclasses import dataclass, field
from pathlib import Path

SERVICES = ("ingestor", "normalizer", "feature-store", "predictor", "drift-monitor", "trainer")
LOCKS = Path("deploy/images/locks")
RECIPE = "deploy/images/Dockerfile"


@dataclass(frozen=True, slots=True)
class Image:
    """One image: its name, its recipe and what that is told; `members` go in with all that they need."""

    name: str
    recipe: str = RECIPE
    arguments: Mapping[str, str] = field(default_factory=dict)
    members: tuple[str, ...] = ()

    @property
    def lock(self) -> Path:
        """What others wrote and goes in beside its members, by hash."""
        return LOCKS / f"{self.name}.lock"

    def tag(self, version: str) -> str:
        """What it is called.

        >>> Image("predictor").tag("0.1.0")
        'touchline/predictor:0.1.0'
        """
        return f"touchline/{self.name}:{version}"


def of_member(name: str) -> Image:
    """The image of one member, by the recipe that all services share."""
    return Image(name, arguments={"SERVICE": name}, members=(name,))


IMAGES = tuple(of_member(name) for name in (*SERVICES, "sandbox"))
