"""The images: which there are, by which recipe, of which members and locks."""

from collections.abc import Mapping
from dataclasses import dataclass, field
from pathlib import Path

SERVICES = ("ingestor", "normalizer", "feature-store", "predictor", "drift-monitor", "trainer")
LOCKS = Path("deploy/images/locks")
RECIPE = "deploy/images/Dockerfile"


@dataclass(frozen=True, slots=True)
class Image:
    """One image: its name, its recipe and what that is told; `members` go in with all that they need.

    `extras` are those of its members whose dependencies go in, too.
    """

    name: str
    recipe: str = RECIPE
    arguments: Mapping[str, str] = field(default_factory=dict)
    members: tuple[str, ...] = ()
    extras: tuple[str, ...] = ()

    @property
    def lock(self) -> Path:
        """What others wrote and goes in beside its members, by hash."""
        return LOCKS / f"{self.arguments.get('LOCK') or self.arguments.get('SERVICE', self.name)}.lock"

    def tag(self, version: str) -> str:
        """What it is called.

        >>> Image("predictor").tag("0.1.0")
        'touchline/predictor:0.1.0'
        """
        return f"touchline/{self.name}:{version}"


def of_members(name: str, *more: str) -> Image:
    """The image of a member, by the recipe that all services share; `more` are members whose commands it starts."""
    return Image(name, arguments={"SERVICE": name, "MEMBERS": " ".join((name, *more))}, members=(name, *more))


COMMANDS = ("ingestor", "normalizer", "drift-monitor", "trainer")
"""Services whose commands DAGs and the demo start as processes beside themselves."""

DEMO = of_members("demo", *COMMANDS)
AIRFLOW = Image("airflow", "deploy/images/airflow.Dockerfile", DEMO.arguments, DEMO.members)
MLFLOW = Image("mlflow", "deploy/images/mlflow.Dockerfile")
IMAGES = (*map(of_members, (*SERVICES, "sandbox")), DEMO, AIRFLOW, MLFLOW)

TRAINER_TORCH = Image(
    "trainer-torch",
    arguments={"SERVICE": "trainer", "LOCK": "trainer-torch"},
    members=("trainer",),
    extras=("torch",),
)
ON_DEMAND = (TRAINER_TORCH,)
"""Built only where they are named: gigabytes, and nothing that runs as a service needs them."""
EVERY_IMAGE = (*IMAGES, *ON_DEMAND)
