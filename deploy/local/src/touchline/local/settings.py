"""The settings that point a service at this stack, all beginning with TOUCHLINE_."""

import shlex
from collections.abc import Mapping

from touchline.local.stack import Stack

BUCKET = "touchline"
OWN = frozenset(
    f"TOUCHLINE_{name}"
    for name in (
        *("DATA", "INSTANCE", "METRICS_PORT", "STACK", "PROGRAM", "LAUNCHER", "PYTHON"),
        *("ALERTS_PORT", "ALERT_TOKEN", "FULL"),
    )
)
"""Settings of one program or of this command: never taken over from the shell that starts the stack."""


def settings(stack: Stack) -> dict[str, str]:
    """Every setting of the stack, the given ones under those that the stack decides itself."""
    ports, secrets = stack.ports, stack.secrets
    return {
        **stack.given,
        "TOUCHLINE_DATA": str(stack.data),
        "TOUCHLINE_KAFKA": f"127.0.0.1:{ports['kafka']}",
        "TOUCHLINE_DATABASE": f"mysql://touchline:{secrets['database']}@127.0.0.1:{ports['mariadb']}/touchline",
        "TOUCHLINE_REDIS": f"redis://127.0.0.1:{ports['redis']}/0",
        "TOUCHLINE_S3_ENDPOINT": stack.url("s3"),
        "TOUCHLINE_S3_BUCKET": BUCKET,
        "TOUCHLINE_S3_ACCESS_KEY": secrets["s3-access"],
        "TOUCHLINE_S3_SECRET_KEY": secrets["s3-secret"],
        "TOUCHLINE_MLFLOW": stack.url("mlflow"),
        "TOUCHLINE_SANDBOX": stack.url("sandbox"),
        "TOUCHLINE_REST_PORT": str(ports["predictor-serve"]),
        "TOUCHLINE_GRPC_PORT": str(ports["predictor-grpc"]),
        "TOUCHLINE_PROMETHEUS": stack.url("prometheus"),
        "TOUCHLINE_AIRFLOW": stack.url("airflow"),
        "TOUCHLINE_AIRFLOW_USER": "admin",
        "TOUCHLINE_AIRFLOW_PASSWORD": secrets["airflow"],
    }


def given(environment: Mapping[str, str]) -> dict[str, str]:
    """The settings among a shell's variables that the stack should hand on to its services.

    >>> given({"TOUCHLINE_RECORDED": "/documents", "TOUCHLINE_DATA": "/elsewhere", "HOME": "/root"})
    {'TOUCHLINE_RECORDED': '/documents'}
    """
    return {name: value for name, value in environment.items() if name.startswith("TOUCHLINE_") and name not in OWN}


def render(values: Mapping[str, str]) -> str:
    """Settings as lines that a POSIX shell can read.

    >>> render({"TOUCHLINE_RECORDED": "/my documents", "TOUCHLINE_S3_BUCKET": "touchline"})
    "TOUCHLINE_RECORDED='/my documents'\\nTOUCHLINE_S3_BUCKET=touchline\\n"
    """
    return "".join(f"{name}={shlex.quote(value)}\n" for name, value in values.items())
