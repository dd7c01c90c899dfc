"""A release is one version, made of a commit, the same bytes each time."""

import json
import subprocess
import tarfile
from pathlib import Path

import pytest
import yaml

from deploy.release import making
from deploy.release.version import ROOT, places, version

TOOLS = ROOT / ".tools"


def made(folder: Path) -> Path:
    """The parts that take seconds, of this commit."""
    source = folder / "source"
    epoch = making.export(ROOT, source)
    release = folder / "release"
    making.build_wheels(source, epoch, release / "wheels", TOOLS, ["schemas", "client"])
    making.build_chart(source, epoch, release / "chart", TOOLS, version())
    making.write_bills(source, release, version())
    making.write_sums(release)
    return release


@pytest.fixture(scope="module")
def releases(tmp_path_factory: pytest.TempPathFactory) -> tuple[Path, Path]:
    return made(tmp_path_factory.mktemp("once")), made(tmp_path_factory.mktemp("twice"))


def test_every_file_that_names_the_version_names_the_workspaces() -> None:
    assert [str(file.relative_to(ROOT)) for file, text in places().items() if file.read_text() != text] == [], (
        "run `python -m deploy.release.version`"
    )


def test_a_version_is_put_where_it_belongs(tmp_path: Path) -> None:
    for file, text in places().items():
        copy = tmp_path / file.relative_to(ROOT)
        copy.parent.mkdir(parents=True, exist_ok=True)
        copy.write_text(text)
    (tmp_path / "pyproject.toml").write_text('[project]\nversion = "7.8.9"\n')
    then = places(tmp_path)
    assert len(then) > 15
    assert [str(file) for file, text in then.items() if "7.8.9" not in text] == []
    chart = yaml.safe_load(then[tmp_path / "deploy/helm/touchline/Chart.yaml"])
    assert (chart["version"], chart["appVersion"]) == ("7.8.9", "7.8.9")


def test_the_changelog_tells_of_this_version() -> None:
    making.expect_told(ROOT, version())
    with pytest.raises(making.Refused, match=r"no section `## 99\.0\.0`"):
        making.expect_told(ROOT, "99.0.0")


def test_a_changed_checkout_is_refused_with_a_file_that_is_changed(tmp_path: Path) -> None:
    def git(*words: str) -> None:
        subprocess.run(["git", "-c", "user.name=t", "-c", "user.email=t@example.org", *words], cwd=tmp_path, check=True)

    git("init", "--quiet")
    (tmp_path / "kept.txt").write_text("as committed")
    git("add", "kept.txt")
    git("commit", "--quiet", "--message", "one")
    making.expect_clean(tmp_path)
    (tmp_path / "kept.txt").write_text("changed")
    with pytest.raises(making.Refused, match=r"1 files are not as committed \(kept\.txt"):
        making.expect_clean(tmp_path)


def test_the_same_commit_makes_the_same_bytes(releases: tuple[Path, Path]) -> None:
    once, twice = ((folder / making.SUMS).read_text() for folder in releases)
    assert "wheels/touchline_client-" in once
    assert "chart/touchline-" in once
    assert once == twice


def test_the_sums_are_read_by_the_program_that_checks_them(releases: tuple[Path, Path]) -> None:
    folder = releases[0]
    words = ["sha256sum", "--check", "--strict", making.SUMS]
    assert subprocess.run(words, cwd=folder, capture_output=True).returncode == 0
    sums = (folder / making.SUMS).read_text()
    assert len(sums.splitlines()) == sum(file.is_file() for file in folder.rglob("*")) - 1


def test_the_packed_chart_is_the_chart(releases: tuple[Path, Path]) -> None:
    file = releases[0] / "chart" / f"touchline-{version()}.tgz"
    said = subprocess.run([TOOLS / "helm/helm", "show", "chart", file], capture_output=True, text=True, check=True)
    assert yaml.safe_load(said.stdout)["appVersion"] == version()
    with tarfile.open(file) as archive:
        held = {name.removeprefix("touchline/"): archive.extractfile(name) for name in archive.getnames()}
    assert held["values.schema.json"] is not None
    chart = ROOT / making.CHART
    assert {name.split("/")[0] for name in held} == {each.name for each in chart.iterdir()}


def test_a_bill_of_materials_names_our_wheels_with_their_sums_and_all_that_is_locked(
    releases: tuple[Path, Path],
) -> None:
    bill = json.loads((releases[0] / "sbom" / "touchline.cdx.json").read_text())
    parts = {one["purl"]: one for one in bill["components"]}
    client = releases[0] / "wheels" / f"touchline_client-{version()}-py3-none-any.whl"
    assert parts[f"pkg:pypi/touchline-client@{version()}"]["hashes"][0]["content"] == making.digest(client)
    lock = (ROOT / "requirements.lock").read_text()
    assert len(parts) == sum("==" in line and not line.startswith(" ") for line in lock.splitlines()) + 2
    assert (releases[0] / "sbom" / "predictor.lock.cdx.json").is_file()
