"""The lock of each image: of the workspace's versions those that its members need, with hashes, no addresses."""

import subprocess
from pathlib import Path

from touchline.images.failure import Failure
from touchline.images.image import EVERY_IMAGE, Image
from touchline.images.members import PREFIX, folders, members

WITH_EXTRAS = Path("services/trainer/torch.lock")  # the versions that the study of the network ran with
OPTIONS = ("--quiet", "--universal", "--generate-hashes", "--no-annotate", "--no-header", "--python-version", "3.11")


def command(root: Path, image: Image) -> list[str]:
    """How uv is asked; our own members are not locked, they are built."""
    projects = [str(folder / "pyproject.toml") for folder in folders(root, list(image.members))]
    own = [word for name in members(root) for word in ("--no-emit-package", f"{PREFIX}{name}")]
    extras = [word for name in image.extras for word in ("--extra", name)]
    uv = str(root / ".tools" / "uv" / "bin" / "uv")
    constraints = ("-c", "requirements.lock", *(("-c", str(WITH_EXTRAS)) if extras else ()))
    return [uv, "pip", "compile", *OPTIONS, *constraints, *projects, *extras, *own, "-o", str(image.lock)]


def lock(root: Path) -> None:
    """Write every image's lock again.

    Raises:
        Failure: uv finds no versions, or is not installed.
    """
    for image in {image.lock: image for image in EVERY_IMAGE if image.members}.values():
        try:
            done = subprocess.run(command(root, image), cwd=root, capture_output=True, text=True)
        except FileNotFoundError:
            raise Failure("uv is not installed; `make setup` does it") from None
        if done.returncode:
            raise Failure(f"the lock of {image.name} cannot be made: {done.stderr.strip()}")
