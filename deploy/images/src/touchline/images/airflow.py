"""The Airflow image's entry point: settings filled in from the environment, then `airflow` with the words given.

Of the standard library alone. `settings.env` of `deploy/airflow` declares what its processes need; a container's own
environment comes before it, since there each process has an address of its own. `setup` prepares the metadata;
`health` asks whether the process of this container is well.
"""

import json
import os
import subprocess
import sys
from collections.abc import Mapping
from pathlib import Path
from string import Template

FIRST = Path("/proc/1/cmdline")


def fill_in(declared: str, given: Mapping[str, str]) -> dict[str, str]:
    """Settings out of lines `NAME=value`, each `${NAME}` in a value replaced; one that was given itself stays as given.

    >>> fill_in("# comment\\nA=${B}/x\\nC=1\\n", {"B": "y", "C": "2"})
    {'A': 'y/x', 'C': '2'}
    """
    lines = [line.split("=", 1) for line in declared.splitlines() if line and not line.startswith("#")]
    return {name: given.get(name, Template(value).safe_substitute(given)) for name, value in lines}


def job(words: list[str]) -> list[str]:
    """The words after `airflow` that tell how the process of a command line is.

    >>> job(["python", "airflow.py", "dag-processor"])
    ['jobs', 'check', '--job-type', 'DagProcessorJob', '--local']
    """
    kinds = {"scheduler": "SchedulerJob", "dag-processor": "DagProcessorJob", "triggerer": "TriggererJob"}
    for word in words:
        if word in kinds:
            return ["jobs", "check", "--job-type", kinds[word], "--local"]
    return ["version"]


def setup(environment: Mapping[str, str]) -> None:
    """Bring the metadata up to date and say how many may ask each host at once."""
    home = Path(environment["AIRFLOW_HOME"])
    subprocess.run(["airflow", "db", "migrate"], env=environment, check=True)
    pools = home / "pools.json"
    pools.write_bytes(said(environment, "pools"))
    subprocess.run(["airflow", "pools", "import", str(pools)], env=environment, check=True)


def said(environment: Mapping[str, str], command: str) -> bytes:
    """What one of the ingestor's commands prints."""
    words = [environment["TOUCHLINE_PYTHON"], "-m", "touchline.ingestor", command]
    return subprocess.run(words, env=environment, check=True, stdout=subprocess.PIPE).stdout


def prepare(environment: Mapping[str, str]) -> None:
    """Write what Airflow reads from files: the login, and the sources' cards."""
    home = Path(environment["AIRFLOW_HOME"])
    home.mkdir(parents=True, exist_ok=True)
    login = home / "passwords.json"
    login.touch(mode=0o600)
    login.write_text(json.dumps({"admin": environment["TOUCHLINE_AIRFLOW_PASSWORD"]}))
    (home / "cards.json").write_bytes(said(environment, "cards"))


def main(words: list[str]) -> int:
    """Run, become Airflow, or say how it is."""
    declared = Path(os.environ["AIRFLOW_SOURCE"]) / "settings.env"
    environment = {**os.environ, **fill_in(declared.read_text(), os.environ)}
    if words == ["health"]:
        running = FIRST.read_text().split("\0")
        return subprocess.run(["airflow", *job(running)], env=environment, stdout=subprocess.DEVNULL).returncode
    prepare(environment)
    if words == ["setup"]:
        setup(environment)
        return 0
    os.execvpe("airflow", ["airflow", *words], environment)


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
