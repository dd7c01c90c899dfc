"""The commands of the runbooks exist, with the options that the pages give them."""

import re
import subprocess
import sys
from pathlib import Path

import pytest

RUNBOOKS = Path(__file__).parents[3] / "docs/runbooks"
COMMAND = re.compile(r"python -m (touchline\.[a-z_]+)((?: [a-z][a-z-]*)*)((?: --[a-z-]+(?: [^\s`]+)?)*)")
COMMANDS = sorted(
    {
        (module, words.strip(), options.strip())
        for page in RUNBOOKS.glob("*.md")
        for module, words, options in COMMAND.findall(page.read_text())
    }
)


@pytest.mark.parametrize(("module", "words", "options"), COMMANDS)
def test_a_command_knows_the_words_and_options_that_a_page_gives_it(module: str, words: str, options: str) -> None:
    asked = [sys.executable, "-m", module, *words.split(), "--help"]
    answer = subprocess.run(asked, text=True, capture_output=True)
    assert answer.returncode == 0, answer.stderr
    assert [option for option in re.findall(r"--[a-z-]+", options) if option not in answer.stdout] == []


def test_pages_do_give_commands() -> None:
    assert len(COMMANDS) >= 8


@pytest.mark.parametrize("page", sorted(RUNBOOKS.glob("*.md")), ids=lambda page: page.stem)
def test_a_code_block_is_a_shell_script(page: Path) -> None:
    blocks = re.findall(r"```\n(.*?)```", page.read_text(), re.DOTALL)
    for block in blocks:
        assert subprocess.run(["bash", "-n"], input=block, text=True, capture_output=True).returncode == 0, block
