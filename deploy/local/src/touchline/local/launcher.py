"""A small script for each program: its environment and its command, to read or to run by hand."""

import hashlib
import shlex
import sys
from pathlib import Path

from touchline.local.part import Program
from touchline.local.stack import Stack, write_private


def script(program: Program) -> str:
    """The script's text.

    >>> print(script(Program("redis", ["redis-server", "--save", ""], {"LANG": "C"})), end="")
    #!/bin/sh
    export LANG=C
    export TOUCHLINE_PROGRAM=redis
    exec redis-server --save ''
    """
    environment = {"TOUCHLINE_PROGRAM": program.name, **program.environment}
    # Sorted: whose settings are the same and come in another order need not start again.
    exports = [f"export {name}={shlex.quote(value)}" for name, value in sorted(environment.items())]
    sweep = [shlex.join([sys.executable, "-m", "touchline.local.orphans"])] if program.has_children else []
    return "\n".join(["#!/bin/sh", *exports, *sweep, f"exec {shlex.join(program.command)}", ""])


def launcher(stack: Stack, program: Program) -> Path:
    """Where a program's script lies."""
    return stack.data / "bin" / program.name


def write(stack: Stack, program: Program) -> str:
    """Write a program's script; the answer is its fingerprint."""
    text = script(program)
    write_private(launcher(stack, program), text, mode=0o700)
    return hashlib.sha256(text.encode()).hexdigest()[:16]
