"""Touchline's own services: one process each, all with the stack's settings and a metric port of their own."""

from collections.abc import Callable
from functools import partial

from touchline.local.part import Part, Program, nothing
from touchline.local.parts import modules
from touchline.local.parts.answers import expect_answer
from touchline.local.settings import settings
from touchline.local.stack import Stack

METRICS = ("normalizer", "feature-store", "predictor-consume", "predictor-serve", "drift-monitor")
"""Programs that Prometheus scrapes; `predictor-serve` shows its metrics on its REST port."""

KEEPERS = ("feature_store", "predictor", "drift_monitor", "trainer")
"""Services with tables of their own."""

A_PERSON_MUST_ACT = 2
"""The exit code of a bad setting, a refused offset or a part that stayed unreachable."""


def program(stack: Stack, name: str, module: str, command: str) -> list[Program]:
    """One service as a program."""
    environment = {
        **settings(stack),
        "TOUCHLINE_INSTANCE": name,
        "TOUCHLINE_METRICS_PORT": str(stack.ports[name]),
        "PYTHONUNBUFFERED": "1",
        **hearing(stack, name),
    }
    return [
        Program(name, modules.command(module, command), environment, port=name, ends_for_good=(0, A_PERSON_MUST_ACT))
    ]


def hearing(stack: Stack, name: str) -> dict[str, str]:
    """Where the drift monitor of the stack hears of alerts; another one that somebody starts beside it does not."""
    if name != "drift-monitor":
        return {}
    port, token = stack.ports["drift-monitor-alerts"], stack.secrets["alert-token"]
    return {"TOUCHLINE_ALERTS_PORT": str(port), "TOUCHLINE_ALERT_TOKEN": token}


def answers(stack: Stack, name: str, path: str, below: int) -> None:
    """The service's port answers."""
    expect_answer(f"{stack.url(name)}{path}", below=below)


def service(
    name: str,
    module: str,
    command: str,
    *,
    needs: tuple[str, ...],
    path: str = "/metrics",
    below: int = 300,
    prepare: Callable[[Stack], None] = nothing,
) -> Part:
    """A service as a part."""
    return Part(
        name,
        needs=needs,
        prepare=prepare,
        programs=partial(program, name=name, module=module, command=command),
        check=partial(answers, name=name, path=path, below=below),
        installed=lambda stack: modules.exists(module),
    )


def fetch_documents(stack: Stack) -> None:
    """Where no recorded documents were named, fetch the package that stands in for them."""
    if not stack.given.get("TOUCHLINE_RECORDED"):
        modules.run_if_there(stack, "sandbox", "fetch-package")


def migrate(stack: Stack) -> None:
    """Bring every service's tables up to date."""
    for module in ("normalizer", "feature_store", "predictor", "drift_monitor", "trainer"):
        modules.run_if_there(stack, module, "migrate")


STREAM = ("kafka", "topics", "mariadb", "migrations")

MIGRATIONS = Part("migrations", needs=("mariadb",), finish=migrate)
PARTS = (
    # Any answer will do: what the sandbox serves at a path depends on its documents.
    service("sandbox", "sandbox", "serve", needs=(), path="/robots.txt", below=500, prepare=fetch_documents),
    service("normalizer", "normalizer", "consume", needs=(*STREAM, "s3")),
    service("feature-store", "feature_store", "consume", needs=(*STREAM, "redis", "s3")),
    service("predictor-consume", "predictor", "consume", needs=(*STREAM, "redis", "s3")),
    # Alive, not ready: before the first training there is no model to be ready with.
    service("predictor-serve", "predictor", "serve", needs=(*STREAM, "redis", "s3"), path="/health/live"),
    service("drift-monitor", "drift_monitor", "consume", needs=(*STREAM, "s3")),
)
