"""Images in a release: built, saved, listed. They are not the same bytes twice, since Debian's packages move on."""

import gzip
import json
import shutil
from collections.abc import Callable
from pathlib import Path

from deploy.release.version import version
from touchline.images.base import base_image
from touchline.images.building import Built, build_all, chosen
from touchline.images.engine import Engine


def add(root: Path, folder: Path, base: str | None, say: Callable[[str], None]) -> None:
    """Every image of this checkout, as an archive that `docker load` reads, with its list of what is in it."""
    engine = Engine()
    engine.expect()
    into = folder / "images"
    into.mkdir(parents=True, exist_ok=True)
    listed: dict[str, dict[str, object]] = {}

    def keep(name: str, built: Built) -> None:
        archive = into / f"{name}.tar"
        engine.run("save", "--output", str(archive), built.tag)
        with archive.open("rb") as plain, gzip.open(f"{archive}.gz", "wb", compresslevel=1) as small:
            shutil.copyfileobj(plain, small)
        archive.unlink()
        found = engine.inspect(built.tag) or {}
        listed[name] = {"tag": built.tag, "id": found.get("Id")}
        shutil.copy(root / "build" / "sbom" / f"{name}.cdx.json", folder / "sbom" / f"{name}.cdx.json")

    build_all(engine, root, chosen([]), base_image(engine, base), version(root), keep, say)
    (into / "images.json").write_text(json.dumps(listed, indent=1) + "\n")
