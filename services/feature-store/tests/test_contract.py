"""The read contract: what the README promises is what the code declares."""

from pathlib import Path

import pytest

from touchline.schemas.views import VIEWS

README = (Path(__file__).parents[1] / "README.md").read_text("utf-8")


@pytest.mark.parametrize("view", sorted(VIEWS))
def test_readme_names_every_column_of_a_view(view: str) -> None:
    (line,) = (line for line in README.splitlines() if line.startswith(f"| `{view}` |"))
    assert line.split("|")[2].strip() == ", ".join(VIEWS[view])
