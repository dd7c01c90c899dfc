"""Alertmanager, Debian's: what fires, grouped, shown, and told to a receiver where one is named."""

import json

from touchline.local.part import Part, Program
from touchline.local.parts.answers import expect_answer
from touchline.local.stack import Stack, write_private
from touchline.monitoring.alertmanager import Monitor, configuration

RECEIVER = "TOUCHLINE_ALERT_RECEIVER"


def prepare(stack: Stack) -> None:
    """Write whom to tell, and the token that the drift monitor asks for. (YAML reads JSON.)"""
    (stack.data / "alertmanager").mkdir(exist_ok=True)
    token = stack.data / "alert-token"
    write_private(token, stack.secrets["alert-token"])
    monitor = Monitor(f"{stack.url('drift-monitor-alerts')}/alerts", str(token))
    whole = configuration(stack.given.get(RECEIVER), group_wait="5s", group_interval="30s", monitor=monitor)
    (stack.data / "alertmanager.yml").write_text(json.dumps(whole, indent=2) + "\n")


def programs(stack: Stack) -> list[Program]:
    """The server, alone: it looks for no others."""
    command = [
        "prometheus-alertmanager",
        f"--config.file={stack.data / 'alertmanager.yml'}",
        f"--storage.path={stack.data / 'alertmanager'}",
        f"--web.listen-address=127.0.0.1:{stack.ports['alertmanager']}",
        "--cluster.listen-address=",
    ]
    return [Program("alertmanager", command, port="alertmanager")]


def check(stack: Stack) -> None:
    """It says that it is ready."""
    expect_answer(f"{stack.url('alertmanager')}/-/ready")


PART = Part("alertmanager", programs=programs, prepare=prepare, check=check)
