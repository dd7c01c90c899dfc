"""Run in Airflow's environment: the folder of DAGs, parsed under several settings, told as JSON.

Two providers that we do not install are stood in for by classes with the same arguments, for the settings after them.
"""

import json
import os
import sys
import types
from typing import Any

from airflow.dag_processing.dagbag import DagBag
from airflow.sdk import BaseOperator
from airflow.serialization.serialized_objects import DagSerialization

FOLDER, ANSWER = sys.argv[1:]
IMAGE = "images/touchline-{service}:7"
BEFORE_PROVIDERS: dict[str, dict[str, str]] = {
    "plain": {},
    "without cards": {"TOUCHLINE_CARDS": "/nowhere"},
    "paused": {"TOUCHLINE_INGESTION_DAGS": "paused"},
    "unknown way": {"TOUCHLINE_TASKS": "prozess"},
    "container without provider": {"TOUCHLINE_TASKS": "container", "TOUCHLINE_IMAGE": IMAGE},
    "pod without provider": {"TOUCHLINE_TASKS": "pod", "TOUCHLINE_IMAGE": IMAGE},
}
WITH_PROVIDERS = {
    "container": {"TOUCHLINE_TASKS": "container", "TOUCHLINE_IMAGE": IMAGE, "TOUCHLINE_KAFKA": "kafka:9092"},
    "pod": {"TOUCHLINE_TASKS": "pod", "TOUCHLINE_IMAGE": IMAGE, "TOUCHLINE_POD_TEMPLATE": "/etc/touchline/pod.yaml"},
    "pod without image": {"TOUCHLINE_TASKS": "pod"},
}
TOLD = (
    *("bash_command", "env", "image", "command", "entrypoint", "environment", "private_environment"),
    *("arguments", "env_vars", "configmaps", "pod_template_file", "do_xcom_push"),
)


class DockerOperator(BaseOperator):
    template_fields = ("command", "environment")

    def __init__(
        self,
        *,
        image: str,
        command: list[str] | None = None,
        entrypoint: list[str] | None = None,
        environment: dict[str, str] | None = None,
        private_environment: dict[str, str] | None = None,
        network_mode: str | None = None,
        mount_tmp_dir: bool = True,
        auto_remove: str = "never",
        skip_on_exit_code: int | None = None,
        **options: Any,
    ) -> None:
        super().__init__(**options)
        self.image, self.command, self.environment, self.entrypoint = image, command, environment, entrypoint
        self.private_environment, self.network_mode, self.auto_remove = private_environment, network_mode, auto_remove


class KubernetesPodOperator(BaseOperator):
    template_fields = ("arguments", "env_vars")

    def __init__(
        self,
        *,
        image: str | None = None,
        cmds: list[str] | None = None,
        arguments: list[str] | None = None,
        env_vars: dict[str, str] | None = None,
        pod_template_file: str | None = None,
        configmaps: list[str] | None = None,
        secrets: list[Any] | None = None,
        deferrable: bool = True,
        skip_on_exit_code: int | None = None,
        **options: Any,
    ) -> None:
        super().__init__(**options)
        self.image, self.cmds, self.arguments, self.env_vars = image, cmds, arguments, env_vars
        self.configmaps, self.deferrable, self.pod_template_file = configmaps, deferrable, pod_template_file


def stand_in_for_providers() -> None:
    names = ("docker", "docker.operators", "cncf", "cncf.kubernetes", "cncf.kubernetes.operators")
    contents: dict[str, dict[str, Any]] = {
        **{name: {} for name in names},
        "docker.operators.docker": {"DockerOperator": DockerOperator},
        "cncf.kubernetes.operators.pod": {"KubernetesPodOperator": KubernetesPodOperator},
        "cncf.kubernetes.secret": {"Secret": lambda *words: words},
    }
    for name, content in contents.items():
        module = sys.modules[f"airflow.providers.{name}"] = types.ModuleType(name)
        vars(module).update(content)


def told(task: Any) -> dict[str, Any]:
    arguments = task.partial_kwargs if task.is_mapped else vars(task)
    return {
        "mapped": task.is_mapped,
        "upstream": sorted(task.upstream_task_ids),
        "retries": task.retries,
        "pool": task.pool,
        "trigger_rule": task.trigger_rule,
        "seconds": task.execution_timeout and task.execution_timeout.total_seconds(),
        "outlets": [outlet.name for outlet in task.outlets],
        **{name: arguments[name] for name in TOLD if name in arguments},
    }


def parsed(settings: dict[str, str]) -> dict[str, Any]:
    before = dict(os.environ)
    os.environ.update(settings)
    bag = DagBag(FOLDER, bundle_name="tests")
    os.environ.clear()
    os.environ.update(before)
    for dag in bag.dags.values():
        DagSerialization.serialize_dag(dag)
    return {"errors": bag.import_errors, "dags": {name: told_dag(dag) for name, dag in bag.dags.items()}}


def told_dag(dag: Any) -> dict[str, Any]:
    return {
        "tasks": {task.task_id: told(task) for task in dag.tasks},
        "timetable": repr(dag.timetable),
        "catchup": dag.catchup,
        "max_active_runs": dag.max_active_runs,
        "paused": dag.is_paused_upon_creation,
    }


answers = {name: parsed(settings) for name, settings in BEFORE_PROVIDERS.items()}
stand_in_for_providers()
answers |= {name: parsed(settings) for name, settings in WITH_PROVIDERS.items()}
with open(ANSWER, "w") as file:
    json.dump(answers, file, default=str)
