"""The node exporter, Debian's: how full the file systems are, and nothing else."""

from touchline.local.part import Part, Program
from touchline.local.parts.answers import expect_answer
from touchline.local.stack import Stack


def programs(stack: Stack) -> list[Program]:
    """The server, with the one collector that an alert reads."""
    listen = f"--web.listen-address=127.0.0.1:{stack.ports['node']}"
    command = ["prometheus-node-exporter", "--collector.disable-defaults", "--collector.filesystem", listen]
    return [Program("node", command, port="node")]


def check(stack: Stack) -> None:
    """It answers."""
    expect_answer(f"{stack.url('node')}/metrics")


PART = Part("node", programs=programs, check=check)
