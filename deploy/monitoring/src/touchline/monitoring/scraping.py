"""What Prometheus asks, wherever the platform runs: one job a kind of program, and a name for each that is asked."""

from collections.abc import Callable, Sequence
from typing import Any

from touchline.monitoring import foreign
from touchline.monitoring.foreign import Job
from touchline.runtime.metric import Program

PROGRAMS = tuple(program.value for program in Program if program is not Program.INGESTOR)
"""The services that keep running; the ingestor is a command."""
ONE_EACH = (Job.NODE, Job.KAFKA, Job.MARIADB, Job.REDIS)
AIRFLOW_PARTS = ("scheduler", "triggerer", "dag-processor")
HEALTH = "/api/v2/monitor/health"

Address = Callable[[str], str]
"""The `host:port` of a target by its name: a program, a job, `alertmanager`, `airflow`, or who asks it, `probes`."""


def configuration(
    address: Address, rules: Sequence[str], interval: str = "5s", airflow_file: str = ""
) -> dict[str, Any]:
    """A whole configuration, as the local stack and Compose run it.

    With `airflow_file` Airflow is asked once that file is there, with `airflow_targets` in it: what was never started
    is not missed.
    """
    return {
        "global": {"scrape_interval": interval, "evaluation_interval": interval},
        "rule_files": list(rules),
        "alerting": {"alertmanagers": [{"static_configs": [{"targets": [address("alertmanager")]}]}]},
        "scrape_configs": [
            _job(Job.TOUCHLINE, {name: address(name) for name in PROGRAMS}),
            *(_job(job, {job.value: address(job.value)}) for job in ONE_EACH),
            _probed(address, airflow_file),
            _job(Job.PROMETHEUS, {Job.PROMETHEUS.value: address(Job.PROMETHEUS.value)}),
        ],
    }


def _job(job: Job, targets: dict[str, str]) -> dict[str, Any]:
    asked = [{"targets": [where], "labels": {"instance": name}} for name, where in targets.items()]
    return {"job_name": job.value, "static_configs": asked}


def airflow_targets(address: Address) -> list[dict[str, Any]]:
    """Airflow's own answer about its parts, a target each: the blackbox exporter looks for what `modules` says."""
    health = f"http://{address('airflow')}{HEALTH}"
    return [
        {"targets": [health], "labels": {"instance": f"airflow-{part}", "__param_module": part}}
        for part in AIRFLOW_PARTS
    ]


def _probed(address: Address, file: str) -> dict[str, Any]:
    read = {"file_sd_configs": [{"files": [file], "refresh_interval": "10s"}]}
    relabelled = [
        {"source_labels": ["__address__"], "target_label": "__param_target"},
        {"target_label": "__address__", "replacement": address("probes")},
    ]
    return {
        "job_name": Job.AIRFLOW.value,
        "metrics_path": "/probe",
        **(read if file else {"static_configs": airflow_targets(address)}),
        "relabel_configs": relabelled,
    }


def modules() -> dict[str, Any]:
    """The blackbox exporter's: a part is well when Airflow calls it healthy, which it does while heartbeats come."""
    return {
        "modules": {
            part: {
                "prober": "http",
                "timeout": "4s",
                "http": {
                    "preferred_ip_protocol": "ip4",
                    "fail_if_body_not_matches_regexp": [f'"{part.replace("-", "_")}": ?\\{{[^}}]*"status": ?"healthy"'],
                },
            }
            for part in AIRFLOW_PARTS
        }
    }


def kafka_agent() -> dict[str, Any]:
    """The JMX exporter's: the beans that somebody reads, of thousands that a broker has."""
    return {"includeObjectNames": [one.bean for one in foreign.LIST if one.bean], "rules": [{"pattern": ".*"}]}
