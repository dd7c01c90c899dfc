"""A small sample of the campaign: sample documents, lived through on the running store."""

from pathlib import Path

import pytest

from tests.skew.campaign import ends_of, measured, settings_of
from tests.skew.comparing import compared
from tests.skew.living import store
from tests.skew.seasons import told
from tests.stack import ROOT, RunningStack
from touchline.feature_store.history.reading.database import from_database
from touchline.feature_store.history.subjects import Subject

pytestmark = pytest.mark.stack
SAMPLES = ROOT / "tests" / "samples" / "football-data" / "mmz4281"


@pytest.fixture
def files(tmp_path: Path) -> list[Path]:
    """Season files by the names that the campaign knows."""
    for season in ("1819", "1920"):
        (tmp_path / f"E0_{season}.csv").write_bytes((SAMPLES / season / "E0.csv").read_bytes())
    return sorted(tmp_path.glob("*.csv"))


async def test_no_cell_of_a_sample_differs_from_what_was_served(stack: RunningStack, files: list[Path]) -> None:
    found = await measured(stack, files, samples=4_000, seed=1)
    assert found["differing_cells"] == 0
    assert found["samples"] == 4_000
    assert 0 < found["null_cells"] < found["cells"] / 2


async def test_vectors_that_were_served_later_than_history_says_are_found(
    stack: RunningStack, files: list[Path]
) -> None:
    seasons = told(files, seed=1)
    async with store(settings_of(stack)) as running:
        seen = await running.live(seasons)
        source = from_database(running.settings).held(Subject.TEAM)
    ends = ends_of(Subject.TEAM, seasons)
    assert compared(seen, source, Subject.TEAM, ends, 2_000, seed=1).differing_cells == 0
    key = max(seen.log, key=lambda one: len(seen.log[one]) if ":team:" in one else 0)
    seen.log[key] = [(seasons[-1].at, vector) for _, vector in seen.log[key]]
    assert compared(seen, source, Subject.TEAM, ends, 2_000, seed=1).differing_cells > 0
