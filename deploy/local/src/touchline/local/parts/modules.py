"""Touchline's own commands: whether a service is there yet, and how it is run."""

import sys
from importlib.util import find_spec

from touchline.local.parts.answers import run
from touchline.local.settings import settings
from touchline.local.stack import Stack


def exists(module: str) -> bool:
    """Whether `python -m touchline.<module>` would find a program."""
    try:
        return find_spec(f"touchline.{module}.__main__") is not None
    except ModuleNotFoundError:
        return False


def command(module: str, *arguments: str) -> list[str]:
    """The command line of a module's command."""
    return [sys.executable, "-m", f"touchline.{module}", *arguments]


def run_if_there(stack: Stack, module: str, *arguments: str) -> None:
    """Run one of the commands with the stack's settings, if its module is there."""
    if exists(module):
        run(command(module, *arguments), settings(stack))
