"""An archive of images is what containerd expects of `docker save`."""

import hashlib
import json
import tarfile
from pathlib import Path

import pytest

from touchline.cluster.image import VERSIONS, given, pack, serving
from touchline.cluster.paths import Failure
from touchline.images.image import SERVICES


def layer(folder: Path, name: str) -> Path:
    file = folder / f"{name}.tar"
    with tarfile.open(file, "w") as archive:
        archive.add(__file__, f"opt/{name}")
    return file


def test_an_archive_holds_each_service_in_each_version_over_the_same_layers(tmp_path: Path) -> None:
    layers = [layer(tmp_path, "debian"), layer(tmp_path, "code")]
    pack(tmp_path / "images.tar", layers, serving)
    with tarfile.open(tmp_path / "images.tar") as archive:
        read = {member.name: archive.extractfile(member).read() for member in archive.getmembers()}  # type: ignore[union-attr]
    images = json.loads(read["manifest.json"])
    names = {name for each in images for name in each["RepoTags"]}
    assert names == {f"docker.io/touchline/{service}:{version}" for service in SERVICES for version in VERSIONS}
    for each in images:
        configuration = json.loads(read[each["Config"]])
        stated = [f"sha256:{hashlib.sha256(read[name]).hexdigest()}" for name in each["Layers"]]
        assert configuration["rootfs"]["diff_ids"] == stated
        assert not configuration["config"]["User"].startswith("0")


def test_two_versions_are_two_images_so_that_an_upgrade_is_one(tmp_path: Path) -> None:
    pack(tmp_path / "images.tar", [layer(tmp_path, "debian")], serving)
    with tarfile.open(tmp_path / "images.tar") as archive:
        manifest = archive.extractfile("manifest.json")
        assert manifest is not None
        images = json.loads(manifest.read())
    assert len({each["Config"] for each in images}) == len(images)


def test_a_folder_of_saved_images_that_lacks_a_service_is_refused_by_its_name(tmp_path: Path) -> None:
    for service in SERVICES:
        assert given({}) == []
        with pytest.raises(Failure, match=f"{service}.tar"):
            given({"TOUCHLINE_IMAGES": str(tmp_path)})
        (tmp_path / f"{service}.tar").touch()
    assert len(given({"TOUCHLINE_IMAGES": str(tmp_path)})) == len(SERVICES)
