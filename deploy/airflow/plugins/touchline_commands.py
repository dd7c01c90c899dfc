"""One of Touchline's commands as a task: a process, a container or a pod, as `TOUCHLINE_TASKS` says.

What a run knows (ids, dates, parts) reaches the shell as environment variables, never as text for it to read.
"""

import json
import os
from collections.abc import Callable, Mapping
from dataclasses import dataclass
from datetime import timedelta
from typing import Any

from airflow.providers.standard.operators.bash import BashOperator
from airflow.sdk import BaseOperator, XComArg

LIMITS: Mapping[str, Any] = {
    "retries": 2,
    "retry_delay": timedelta(minutes=1),
    "execution_timeout": timedelta(minutes=10),
    "pool": "default_pool",
}
"""What every task carries unless it says otherwise."""


class Unsupported(RuntimeError):
    """A setting asks for what this Airflow cannot do; shown as the import error of each DAG."""


@dataclass(frozen=True, slots=True)
class Way:
    """An operator, its argument that holds environment variables, and the others for a module, words and an answer."""

    operator: type[BaseOperator]
    variables: str
    arguments: Callable[[str, str, bool], dict[str, Any]]


def command(
    task_id: str,
    module: str,
    words: str,
    *,
    variables: Mapping[str, str] | None = None,
    answers: bool = False,
    **options: Any,
) -> BaseOperator:
    """A command as a task. `answers` says that the last line it prints is JSON, which becomes the task's output."""
    chosen = way()
    given = {chosen.variables: dict(variables or {})}
    return chosen.operator(
        task_id=task_id, **chosen.arguments(module, words, answers), **given, **{**LIMITS, **options}
    )


def command_for_each(task_id: str, module: str, words: str, each: XComArg, **options: Any) -> BaseOperator:
    """The same command once for each of these sets of variables, which only the run knows."""
    chosen = way()
    arguments = {**chosen.arguments(module, words, False), **LIMITS, **options}
    return chosen.operator.partial(task_id=task_id, **arguments).expand(**{chosen.variables: each})


def way() -> Way:
    """The one that `TOUCHLINE_TASKS` names.

    Raises:
        Unsupported: there is none of this name, its provider is not installed, or no image is named.
    """
    named = os.environ.get("TOUCHLINE_TASKS", "process")
    if named not in WAYS:
        raise Unsupported(f"TOUCHLINE_TASKS must be one of {', '.join(WAYS)}, not {named!r}")
    try:
        return WAYS[named]()
    except ModuleNotFoundError as missing:
        raise Unsupported(f"TOUCHLINE_TASKS={named} needs a provider that is not installed: {missing}") from None


def image(module: str) -> str:
    """The image of a command: `{service}` in `TOUCHLINE_IMAGE` stands for the service that has it."""
    named = os.environ.get("TOUCHLINE_IMAGE")
    if not named:
        raise Unsupported("TOUCHLINE_IMAGE must name an image, for example registry.example/touchline-{service}:1.0")
    return named.replace("{service}", module.removeprefix("touchline.").replace("_", "-"))


def _process() -> Way:
    def arguments(module: str, words: str, answers: bool) -> dict[str, Any]:
        read = {"output_processor": json.loads} if answers else {"do_xcom_push": False}
        return {"bash_command": f'"$TOUCHLINE_PYTHON" -m {module} {words}', "append_env": True, **read}

    return Way(BashOperator, "env", arguments)


def _container() -> Way:
    from airflow.providers.docker.operators.docker import DockerOperator

    class Container(DockerOperator):
        """A container whose last line is an answer where one is wanted."""

        def execute(self, context: Any) -> Any:
            said = super().execute(context)
            return json.loads(said) if self.do_xcom_push else None

    # Kept out of Airflow's metadata: addresses with passwords are among the settings.
    settings = {name: value for name, value in os.environ.items() if name.startswith("TOUCHLINE_")}
    network = os.environ.get("TOUCHLINE_CONTAINER_NETWORK", "host")

    def arguments(module: str, words: str, answers: bool) -> dict[str, Any]:
        return {
            "image": image(module),
            # Instead of the image's own entry point, which is one service's and reads no shell.
            "entrypoint": ["sh", "-c"],
            "command": [f"exec python -m {module} {words}"],
            "private_environment": settings,
            "network_mode": network,
            "mount_tmp_dir": False,
            "auto_remove": "success",
            "do_xcom_push": answers,
        }

    return Way(Container, "environment", arguments)


def _pod() -> Way:
    from airflow.providers.cncf.kubernetes.operators.pod import KubernetesPodOperator
    from airflow.providers.cncf.kubernetes.secret import Secret

    settings = os.environ.get("TOUCHLINE_POD_SETTINGS", "touchline")  # a ConfigMap and a Secret of this name

    def arguments(module: str, words: str, answers: bool) -> dict[str, Any]:
        said = " > /airflow/xcom/return.json" if answers else ""
        return {
            "image": image(module),
            "cmds": ["sh", "-c"],
            "arguments": [f"exec python -m {module} {words}{said}"],
            # A file with what is the cluster's to say: namespace, account, confinement, authorities that are mounted.
            "pod_template_file": os.environ.get("TOUCHLINE_POD_TEMPLATE"),
            "configmaps": [settings],
            "secrets": [Secret("env", None, settings)],
            "deferrable": False,  # a deferred one loses its answer: apache/airflow #73117
            "do_xcom_push": answers,
        }

    return Way(KubernetesPodOperator, "env_vars", arguments)


WAYS: Mapping[str, Callable[[], Way]] = {"process": _process, "container": _container, "pod": _pod}
