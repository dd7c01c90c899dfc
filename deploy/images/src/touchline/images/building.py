"""Images built one after another, weighed and timed; the result is `build/images.json`."""

import json
import subprocess
import time
from collections.abc import Callable, Iterable
from dataclasses import asdict, dataclass
from pathlib import Path

from touchline.images.engine import Engine
from touchline.images.failure import Failure
from touchline.images.image import EVERY_IMAGE, IMAGES, Image

LISTED = "/opt/touchline/image/sbom.cdx.json"
MEGABYTE = 1_000_000


@dataclass(frozen=True, slots=True)
class Built:
    """An image as the engine has it; megabytes of 10^6 bytes, uncompressed, the base's among them."""

    tag: str
    megabytes: int
    seconds: int


def build(engine: Engine, root: Path, image: Image, base: str, version: str, revision: str) -> Built:
    """Build one image.

    Raises:
        Failure: the engine refuses, with its last lines.
    """
    tag = image.tag(version)
    told = {**image.arguments, "BASE_IMAGE": base, "VERSION": version, "REVISION": revision}
    arguments = [word for name, value in told.items() for word in ("--build-arg", f"{name}={value}")]
    began = time.monotonic()
    # The machine's own network: a mirror that listens on its loopback address is one, too.
    network = ("--network", "host")
    engine.run("build", "--quiet", *network, *arguments, "--tag", tag, "--file", str(root / image.recipe), str(root))
    seconds = time.monotonic() - began
    found = engine.inspect(tag)
    if found is None:
        raise Failure(f"the engine has built {tag} and does not know it")
    return Built(tag, round(found["Size"] / MEGABYTE), round(seconds))


def build_all(
    engine: Engine,
    root: Path,
    wanted: Iterable[Image],
    base: str,
    version: str,
    keep: Callable[[str, Built], None],
    say: Callable[[str], None],
) -> None:
    """Build these, one after another; each figure is kept at once, and the list of what is in the image beside it."""
    revision = revision_of(root)
    for image in wanted:
        built = build(engine, root, image, base, version, revision)
        keep_list(engine, built.tag, root / "build" / "sbom" / f"{image.name}.cdx.json")
        keep(image.name, built)
        say(f"{built.tag}: {built.megabytes} MB, {built.seconds} s")


def keep_list(engine: Engine, tag: str, file: Path) -> None:
    """Take the bill of materials out of an image that has one."""
    file.parent.mkdir(parents=True, exist_ok=True)
    file.write_text(engine.run("run", "--rm", "--network", "none", "--entrypoint", "cat", tag, LISTED) + "\n")


def chosen(names: Iterable[str]) -> list[Image]:
    """The images of these names; if there are none, all but those that are built on demand.

    Raises:
        Failure: there is no image of a name.
    """
    known = {image.name: image for image in EVERY_IMAGE}
    wanted = list(names) or [image.name for image in IMAGES]
    if unknown := [name for name in wanted if name not in known]:
        raise Failure(f"there is no image {unknown[0]!r}; there are {', '.join(known)}")
    return [known[name] for name in wanted]


def write(file: Path, name: str, built: Built) -> None:
    """One image's figures into the result; those of others stay."""
    before = json.loads(file.read_text()) if file.is_file() else {}
    file.parent.mkdir(parents=True, exist_ok=True)
    file.write_text(json.dumps({**before, name: asdict(built)}, indent=2) + "\n")


def revision_of(root: Path) -> str:
    """The commit; with `-dirty` where the checkout is not as it says."""
    words = ["git", "-C", str(root), "describe", "--always", "--dirty", "--abbrev=40", "--match="]
    done = subprocess.run(words, capture_output=True, text=True)
    return done.stdout.strip() or "unknown"
