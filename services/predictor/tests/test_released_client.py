"""The client's wheel, as a release has it, in an environment of its own, asks a real server."""

import asyncio
import subprocess
import sys
from pathlib import Path
from typing import Any

from known_state import KNOWN
from running import running
from test_push_api import parts_of

from deploy.release import making
from deploy.release.version import ROOT

TOOLS = ROOT / ".tools"
ASKS = """
import sys
from importlib.util import find_spec
from touchline.client import Touchline
with Touchline(sys.argv[1]) as touchline:
    print(*(fixture.match_id for fixture in touchline.fixtures()), find_spec("touchline.predictor"))
"""


def installed(folder: Path) -> Path:
    """The interpreter of a fresh environment with the wheel; what it needs is of the versions that are locked."""
    epoch = making.export(ROOT, folder / "source")
    making.build_wheels(folder / "source", epoch, folder / "wheels", TOOLS, ["client"])
    uv, python = str(TOOLS / "uv" / "bin" / "uv"), folder / "fresh" / "bin" / "python"
    making.run([uv, "venv", "--quiet", "--python", sys.executable, str(folder / "fresh")], folder)
    (wheel,) = (folder / "wheels").glob("*.whl")
    words = ["pip", "install", "--quiet", "--python", str(python), "--constraint", str(ROOT / "requirements.lock")]
    making.run([uv, *words, str(wheel)], folder)
    return python


async def test_the_released_client_answers_where_nothing_else_of_ours_is_installed(make: Any, tmp_path: Path) -> None:
    python = await asyncio.to_thread(installed, tmp_path)
    async with running(parts_of(make)) as (port, _):
        words = [str(python), "-I", "-c", ASKS, f"http://127.0.0.1:{port}"]
        done = await asyncio.to_thread(subprocess.run, words, capture_output=True, text=True)
    assert done.returncode == 0, done.stderr
    assert KNOWN in done.stdout
    assert done.stdout.split()[-1] == "None"
