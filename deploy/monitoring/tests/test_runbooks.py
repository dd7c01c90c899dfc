"""The commands of the runbooks exist, with the options that the pages give them."""

import re
import runpy
import subprocess
import sys
from pathlib import Path

import pytest

RUNBOOKS = Path(__file__).parents[3] / "docs/runbooks"
COMMAND = re.compile(r"python -m (touchline\.[a-z_]+)((?: [a-z][a-z-]*)*)((?: --[a-z-]+(?: [^\s`]+)?)*)")
GIVEN = [found for page in RUNBOOKS.glob("*.md") for found in COMMAND.findall(page.read_text())]
COMMANDS = sorted({(module, words.strip()) for module, words, _ in GIVEN})


@pytest.mark.parametrize(("module", "words"), COMMANDS)
def test_a_command_knows_the_words_and_options_that_a_page_gives_it(
    module: str, words: str, capsys: pytest.CaptureFixture[str], monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(sys, "argv", [module, *words.split(), "--help"])
    with pytest.raises(SystemExit) as ended:  # in this process: a new one would spend seconds on imports
        runpy.run_module(module, run_name="__main__", alter_sys=False)
    assert ended.value.code in (0, None), capsys.readouterr().err
    said = capsys.readouterr().out
    options = {option for one in GIVEN if (one[0], one[1].strip()) == (module, words) for option in _names(one[2])}
    assert [option for option in sorted(options) if option not in said] == []


def _names(options: str) -> list[str]:
    return re.findall(r"--[a-z-]+", options)


def test_pages_do_give_commands() -> None:
    assert len(COMMANDS) >= 8


@pytest.mark.parametrize("page", sorted(RUNBOOKS.glob("*.md")), ids=lambda page: page.stem)
def test_a_code_block_is_a_shell_script(page: Path) -> None:
    blocks = re.findall(r"```\n(.*?)```", page.read_text(), re.DOTALL)
    for block in blocks:
        assert subprocess.run(["bash", "-n"], input=block, text=True, capture_output=True).returncode == 0, block
