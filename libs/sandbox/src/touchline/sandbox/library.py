"""Where the sandbox takes its documents from: a folder of recorded ones, or a package of real matches."""

from dataclasses import dataclass
from pathlib import Path

from touchline.sandbox.season import Season

PROVIDER = "football-data.co.uk"
COMPETITION = "E0"


class NothingRecorded(LookupError):
    """No document was found; the message says where it was looked for and what to do."""


@dataclass(frozen=True)
class Library:
    """The seasons of one competition by the provider's name for them; `simulated` marks made-up prices."""

    seasons: dict[str, Season]
    simulated: bool = False


def recorded(folder: Path) -> Library:
    """Season files E0_1920.csv and so on, in the layout of the recorded documents."""
    files = sorted((folder / PROVIDER / COMPETITION).glob(f"{COMPETITION}_[0-9][0-9][0-9][0-9].csv"))
    names = {file: file.stem.removeprefix(f"{COMPETITION}_") for file in files}
    return Library({name: Season(name, file.read_bytes()) for file, name in names.items()})


def samples(folder: Path) -> Library:
    """Season files at the provider's own paths, mmz4281/1920/E0.csv and so on."""
    files = sorted(folder.glob(f"mmz4281/[0-9][0-9][0-9][0-9]/{COMPETITION}.csv"))
    return Library({file.parent.name: Season(file.parent.name, file.read_bytes()) for file in files})
