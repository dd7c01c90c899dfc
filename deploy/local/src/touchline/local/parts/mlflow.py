"""MLflow's tracking server and registry, in its own environment; artifacts go through it into S3."""

from touchline.local.failure import Failure
from touchline.local.part import Part, Program
from touchline.local.parts.answers import expect_answer
from touchline.local.settings import BUCKET
from touchline.local.stack import Stack


def prepare(stack: Stack) -> None:
    """Refuse where set-up has not installed it."""
    if not (stack.tools / "mlflow" / "bin" / "mlflow").exists():
        raise Failure("MLflow's environment is missing; `make setup` installs it")
    (stack.data / "mlflow").mkdir(exist_ok=True)


def programs(stack: Stack) -> list[Program]:
    """The server with one worker."""
    command = [
        str(stack.tools / "mlflow" / "bin" / "mlflow"),
        "server",
        "--host=127.0.0.1",
        f"--port={stack.ports['mlflow']}",
        "--workers=1",
        f"--backend-store-uri=sqlite:///{stack.data / 'mlflow' / 'mlflow.db'}",
        "--serve-artifacts",
        f"--artifacts-destination=s3://{BUCKET}/mlflow",
    ]
    environment = {
        "PATH": f"{stack.tools / 'mlflow' / 'bin'}:/usr/bin:/bin",
        "MLFLOW_S3_ENDPOINT_URL": stack.url("s3"),
        "AWS_ACCESS_KEY_ID": stack.secrets["s3-access"],
        "AWS_SECRET_ACCESS_KEY": stack.secrets["s3-secret"],
        "AWS_DEFAULT_REGION": "us-east-1",
        "MLFLOW_DISABLE_TELEMETRY": "true",
        "DO_NOT_TRACK": "true",
        # Its job runner is a further process tree that nothing here uses.
        "MLFLOW_SERVER_ENABLE_JOB_EXECUTION": "false",
    }
    return [Program("mlflow", command, environment, port="mlflow", has_children=True)]


def check(stack: Stack) -> None:
    """It says that it is healthy."""
    expect_answer(f"{stack.url('mlflow')}/health")


PART = Part("mlflow", needs=("s3",), programs=programs, prepare=prepare, check=check)
