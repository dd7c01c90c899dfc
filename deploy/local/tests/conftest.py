import shutil
from collections.abc import Iterator
from dataclasses import replace
from pathlib import Path

import pytest

from touchline.local.stack import Stack, open_stack


@pytest.fixture
def stack(tmp_path: Path) -> Iterator[Stack]:
    """A stack that was never started: its ports and secrets are chosen, nothing runs."""
    stack = open_stack(tmp_path / "var", {"TOUCHLINE_RECORDED": "/my documents"})
    yield replace(stack, root=tmp_path)
    shutil.rmtree(stack.run)
