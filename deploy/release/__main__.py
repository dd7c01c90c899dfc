"""`python -m deploy.release [--images] [--base IMAGE]`: a release in `build/release/<version>`."""

import argparse
import shutil
import sys
import tempfile
from pathlib import Path

from deploy.release import images, making
from deploy.release.version import ROOT, version
from touchline.images.failure import Failure

TOOLS = ROOT / ".tools"


def make(root: Path, folder: Path, with_images: bool, base: str | None) -> None:
    """A release of the checkout's commit.

    Raises:
        Refused: the checkout is not as committed, the changelog says nothing of it, or a builder fails.
        Failure: no image can be built.
    """
    named = version(root)
    making.expect_clean(root)
    making.expect_told(root, named)
    shutil.rmtree(folder, ignore_errors=True)
    with tempfile.TemporaryDirectory() as place:
        source = Path(place)
        epoch = making.export(root, source)
        making.build_wheels(source, epoch, folder / "wheels", TOOLS)
        making.build_chart(source, epoch, folder / "chart", TOOLS, named)
        making.write_bills(source, folder, named)
        shutil.copy(source / "docs" / "changelog.md", folder / "changelog.md")
    if with_images:
        images.add(root, folder, base, say)
    making.write_sums(folder)


def say(text: str) -> None:
    """Print at once, also into a pipe."""
    print(text, flush=True)


def main() -> int:
    """Exit code 2 with a sentence where there is no release of this."""
    asked = argparse.ArgumentParser(prog="python -m deploy.release", description=__doc__)
    asked.add_argument("--images", action="store_true", help="with every container image (a Docker engine, minutes)")
    asked.add_argument("--base", help="what the images begin with; by itself a Debian is made here")
    given = asked.parse_args()
    folder = ROOT / "build" / "release" / version()
    try:
        make(ROOT, folder, given.images, given.base)
    except (making.Refused, Failure) as refusal:
        print(f"release: {refusal}", file=sys.stderr)
        return 2
    files = (folder / making.SUMS).read_text().splitlines()
    say(f"release {version()}: {len(files)} files in {folder.relative_to(ROOT)}, sums in {making.SUMS}")
    return 0


if __name__ == "__main__":
    sys.exit(main())
