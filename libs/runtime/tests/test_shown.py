"""A program shows its own metrics and no others; in a process of its own, since the registry is the process's."""

import subprocess
import sys

import pytest

from touchline.runtime.metric import Kind, Program
from touchline.runtime.metrics import LIST

SHOWN = """
from prometheus_client import generate_latest
from touchline.runtime.metric import Program
from touchline.runtime.metrics import LIST
LIST.show_only(Program({program!r}))
LIST.show_only(Program({program!r}))
print(generate_latest().decode())
"""


@pytest.mark.parametrize("program", [Program.NORMALIZER, Program.PREDICTOR_SERVE])
def test_a_program_shows_what_is_declared_as_its_own_and_nothing_else(program: Program) -> None:
    code = SHOWN.format(program=program.value)
    text = subprocess.run([sys.executable, "-c", code], text=True, capture_output=True, check=True).stdout
    shown = {line.split()[2] for line in text.splitlines() if line.startswith("# TYPE touchline_")}
    shown = {name for name in shown if not name.endswith("_created")}
    assert shown == {each.name for each in LIST if program in each.shown_by}
    assert ("touchline_ready 0.0" in text) == (program is Program.PREDICTOR_SERVE)
    assert any(each.kind is Kind.GAUGE and not each.labels for each in LIST)
