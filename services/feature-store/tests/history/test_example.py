"""The living example of `docs/features-as-of.md` runs, and shows what changed."""

import runpy
from pathlib import Path
from xml.etree import ElementTree

import pytest

from .lived import steps
from .taken import write_snapshot

SCRIPT = Path(__file__).parents[4] / "docs" / "examples" / "features_as_of.py"
MATCH = "E0:2019-20:team-00:team-01"
CIRCLE = "{http://www.w3.org/2000/svg}circle"


def test_example_draws_what_changed_between_three_dates(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    write_snapshot(tmp_path, steps())
    dates = ("2019-08-02T00:00:00Z", "2019-08-13T00:00:00Z", "2019-08-20T00:00:00Z")
    out = tmp_path / "features.svg"
    main = runpy.run_path(str(SCRIPT))["main"]
    assert main([MATCH, *dates, "--from-snapshot", str(tmp_path), "--out", str(out)]) == 0
    told = capsys.readouterr().out
    assert "elo_home" in told
    assert "midweek" not in told  # the same at every date
    dots = ElementTree.parse(out).getroot().findall(CIRCLE)
    legend, features = 1, told.count("\n│") - 1
    assert features > 30
    assert len(dots) == 3 * (legend + 30)
