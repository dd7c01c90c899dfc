"""A downloaded archive is read like a provider, and neither its size nor its names can do harm."""

import zipfile
from collections.abc import Callable
from datetime import UTC, datetime
from pathlib import Path

import pytest

from touchline.ingestor.archives import Archive, can_be_had, held, obtain
from touchline.ingestor.errors import FetchFailed, Reason
from touchline.ingestor.looks import Promise
from touchline.ingestor.sources.card import Kind

BASE = "https://archive.example/dataset"
DATASET = "somebody/english-premier-league"
NOW = datetime(2026, 11, 24, tzinfo=UTC)
Made = Callable[..., Path]
SEASON = b"Div,Date\nE0,19/08/00\n"


def archive(place: Path, max_bytes: int = 1_000_000) -> Archive:
    return Archive(place, BASE, max_bytes, now=lambda: NOW)


def zipped(folder: Path, **files: bytes) -> Path:
    place = folder / "english-premier-league.zip"
    with zipfile.ZipFile(place, "w", zipfile.ZIP_DEFLATED) as made:
        for name, content in files.items():
            made.writestr(name, content)
    return place


def unzipped(folder: Path, **files: bytes) -> Path:
    place = folder / "english-premier-league"
    for name, content in files.items():
        (place / name).parent.mkdir(parents=True, exist_ok=True)
        (place / name).write_bytes(content)
    return place


@pytest.mark.parametrize("made", [zipped, unzipped])
async def test_a_document_is_read_from_a_folder_or_a_zip(tmp_path: Path, made: Made) -> None:
    found = archive(made(tmp_path, **{"Datasets/2000-01.csv": SEASON}))
    assert await found.read_robots(BASE) == NOW
    answer = await found.get(f"{BASE}/Datasets/2000-01.csv")
    assert (answer.status, answer.body, answer.football_time) == (200, SEASON, NOW)
    assert (await found.get(f"{BASE}/Datasets/2001-02.csv")).status == 404


@pytest.mark.parametrize("made", [zipped, unzipped])
async def test_a_document_is_found_by_its_name_in_whatever_folder_it_stands(tmp_path: Path, made: Made) -> None:
    found = archive(made(tmp_path, **{"archive/2000-01.csv": SEASON, "a/twice.csv": SEASON, "b/twice.csv": SEASON}))
    assert (await found.get(f"{BASE}/Datasets/2000-01.csv")).body == SEASON
    with pytest.raises(FetchFailed, match="may be a/twice"):
        await found.get(f"{BASE}/Datasets/twice.csv")


@pytest.mark.parametrize("made", [zipped, unzipped])
async def test_a_file_that_unpacks_to_too_much_is_refused(tmp_path: Path, made: Made) -> None:
    found = archive(made(tmp_path, **{"Datasets/2000-01.csv": bytes(1_000_001)}))
    with pytest.raises(FetchFailed) as refused:
        await found.get(f"{BASE}/Datasets/2000-01.csv")
    assert refused.value.reason is Reason.TOO_LARGE


@pytest.mark.parametrize("name", ["../2000-01.csv", "/2000-01.csv", "a\\..\\2000-01.csv"])
async def test_a_zip_with_a_name_that_leads_out_is_refused_as_a_whole(tmp_path: Path, name: str) -> None:
    found = archive(zipped(tmp_path, **{name: SEASON, "Datasets/2000-01.csv": SEASON}))
    with pytest.raises(FetchFailed, match="lead out"):
        await found.get(f"{BASE}/Datasets/2000-01.csv")


async def test_a_link_out_of_the_folder_is_not_followed(tmp_path: Path) -> None:
    (tmp_path / "secret.csv").write_bytes(b"secret")
    place = unzipped(tmp_path, **{"other.csv": SEASON})
    (place / "2000-01.csv").symlink_to(tmp_path / "secret.csv")
    assert (await archive(place).get(f"{BASE}/2000-01.csv")).status == 404


@pytest.mark.parametrize("damage", ["cut", "bytes", "no zip"])
async def test_a_damaged_zip_is_a_failure_with_a_reason(tmp_path: Path, damage: str) -> None:
    place = zipped(tmp_path, **{"Datasets/2000-01.csv": SEASON * 1000})
    content = bytearray(place.read_bytes())
    if damage == "cut":
        del content[60:]
    elif damage == "bytes":
        content[60:90] = b"\xff" * 30
    else:
        content[:] = b"Div,Date"
    place.write_bytes(content)
    with pytest.raises(FetchFailed, match=r"2000-01\.csv cannot be read"):
        await archive(place).get(f"{BASE}/Datasets/2000-01.csv")


async def test_a_web_page_in_the_place_of_a_table_is_refused(tmp_path: Path) -> None:
    found = archive(unzipped(tmp_path, **{"2000-01.csv": b"<!doctype html><title>Sign in</title>"}))
    with pytest.raises(FetchFailed):
        await found.get(f"{BASE}/2000-01.csv", promised=Promise(Kind.CSV))


async def test_without_archive_and_client_the_sentence_says_what_to_do(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv("PATH", str(tmp_path))
    assert not can_be_had(tmp_path, DATASET)
    with pytest.raises(FetchFailed, match=r"put english-premier-league\.zip .*TOUCHLINE_ARCHIVES.* token of your own"):
        await obtain(tmp_path, DATASET)


async def test_what_was_downloaded_is_not_downloaded_again(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    client(tmp_path, monkeypatch, "exit 1")
    place = zipped(tmp_path, **{"2000-01.csv": SEASON})
    assert await obtain(tmp_path, DATASET) == place == held(tmp_path, DATASET)


async def test_the_client_is_asked_for_the_dataset(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    client(tmp_path, monkeypatch, 'echo "$@" > "$6/english-premier-league.zip"')
    assert can_be_had(tmp_path / "archives", DATASET)
    place = await obtain(tmp_path / "archives", DATASET)
    asked = place.read_text().split()
    assert asked[:4] + asked[6:] == ["datasets", "download", "-d", DATASET, "--quiet"]
    assert list((tmp_path / "archives").iterdir()) == [place]


@pytest.mark.parametrize(
    ("script", "reason"),
    [
        ("echo 401 - Unauthorized; exit 1", "could not download .*: 401 - Unauthorized"),
        ("exit 0", "ended well and brought no english-premier-league"),
        ("exec sleep 60", "has not downloaded .* within 0.3 s"),
    ],
)
async def test_a_client_that_fails_is_quoted(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, script: str, reason: str
) -> None:
    client(tmp_path, monkeypatch, script)
    with pytest.raises(FetchFailed, match=reason):
        await obtain(tmp_path / "archives", DATASET, seconds=0.3 if "sleep" in script else 30)
    assert not list((tmp_path / "archives").iterdir())


def client(folder: Path, monkeypatch: pytest.MonkeyPatch, script: str) -> None:
    """A stand-in for the command-line client."""
    file = folder / "bin" / "kaggle"
    file.parent.mkdir()
    file.write_text(f"#!/bin/sh\n{script}\n")
    file.chmod(0o755)
    monkeypatch.setenv("PATH", f"{file.parent}:/usr/bin:/bin")
