"""What `prepare.sh` does about images that are missing, with an engine and a `make` of a few lines."""

import os
import subprocess
from pathlib import Path

import pytest

from deploy.release.version import version
from touchline.images.image import IMAGES

HERE = Path(__file__).parents[1]
DOCKER = """#!/bin/sh
echo "docker $*" >>"$SAID"
case "$1 $2" in
"image inspect") grep -qxF "$3" "$THERE" ;;
"pull "*) [ -n "$PULLS" ] ;;
esac
"""
MAKE = """#!/bin/sh
shift 3
echo "make $*" >>"$SAID"
"""
OURS = sorted(image.name for image in IMAGES)


class Asked:
    """A run: what was printed, and what was asked of `docker` and `make`."""

    def __init__(self, folder: Path, there: list[str], **environment: str) -> None:
        for name, text in (("docker", DOCKER), ("make", MAKE)):
            (folder / name).write_text(text)
            (folder / name).chmod(0o755)
        (folder / "there").write_text("\n".join(there) + "\n")
        own = {"SAID": str(folder / "said"), "THERE": str(folder / "there"), "PULLS": "", "TOUCHLINE_STANDINS": ""}
        where = {"PATH": f"{folder}:{os.environ['PATH']}"}
        done = subprocess.run(
            [HERE / "prepare.sh"], env={**os.environ, **own, **where, **environment}, capture_output=True, text=True
        )
        assert done.returncode == 0, done.stderr
        self.printed = done.stdout.strip()
        said = (folder / "said").read_text().splitlines()
        self.made = [line for line in said if line.startswith("make")]
        self.pulled = [line.split()[-1] for line in said if line.startswith("docker pull")]


def tags() -> list[str]:
    """All of ours."""
    return [f"touchline/{name}:{version()}" for name in OURS]


def official() -> list[str]:
    """As images.env names them."""
    lines = (HERE / "images.env").read_text().splitlines()
    return [line.split("=")[1] for line in lines if "_IMAGE=" in line]


def test_nothing_is_made_or_pulled_where_all_is_there(tmp_path: Path) -> None:
    asked = Asked(tmp_path, [*tags(), *official()])
    assert (asked.made, asked.pulled, asked.printed) == ([], [], "")


def test_ours_are_built_where_they_are_missing_and_no_other(tmp_path: Path) -> None:
    asked = Asked(tmp_path, [*(tag for tag in tags() if "predictor" not in tag), *official()])
    assert asked.made == ["make images NAMES=predictor"]


def test_another_version_is_another_image(tmp_path: Path) -> None:
    asked = Asked(tmp_path, [*tags(), *official()], TOUCHLINE_VERSION="9.9.9")
    assert asked.made == [f"make images NAMES={' '.join(OURS)}"]


def test_official_images_are_pulled_where_they_can_be(tmp_path: Path) -> None:
    asked = Asked(tmp_path, tags(), PULLS="yes")
    assert (asked.pulled, asked.made, asked.printed) == (official(), [], "")


def test_where_one_cannot_be_pulled_all_are_stood_in_for(tmp_path: Path) -> None:
    asked = Asked(tmp_path, tags())
    assert asked.pulled == official()[:1]
    assert (asked.made, asked.printed) == (["make stand-ins"], "1")


@pytest.mark.parametrize("variable", ["KAFKA_IMAGE", "PROMETHEUS_IMAGE"])
def test_the_shells_variable_names_another_image(tmp_path: Path, variable: str) -> None:
    asked = Asked(tmp_path, tags(), PULLS="yes", **{variable: "registry.example/own:1.0"})
    assert "registry.example/own:1.0" in asked.pulled
    assert len(asked.pulled) == len(official())
