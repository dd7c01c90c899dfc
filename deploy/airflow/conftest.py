"""DAGs and plugins import Airflow, which lives in another environment: their tests start that one."""

import json
import os
import subprocess
from collections.abc import Callable
from pathlib import Path
from typing import Any

import pytest

ROOT = Path(__file__).parents[2]
SOURCE = ROOT / "deploy" / "airflow"
PYTHON = Path(os.environ.get("TOUCHLINE_AIRFLOW_PYTHON", ROOT / ".tools" / "airflow" / "bin" / "python"))

collect_ignore = ["dags", "plugins", "tests/parse.py"]

CARDS = [
    {"source": "football-data", "schedule": "match-day", "pool": "www.football-data.co.uk"},
    {"source": "openfootball", "schedule": "daily", "pool": "raw.githubusercontent.com"},
    {"source": "fpl-archive", "schedule": "once", "pool": "raw.githubusercontent.com"},
]

PARSE = (Path(__file__).parent / "tests" / "parse.py").read_text()

Run = Callable[..., str]


def pytest_collection_modifyitems(items: list[pytest.Item]) -> None:
    """Skip what needs Airflow where set-up has not made its environment."""
    if PYTHON.exists():
        return
    for item in items:
        if SOURCE in item.path.parents:
            item.add_marker(pytest.mark.skip(reason="Airflow's environment is not there: make setup"))


@pytest.fixture(scope="session")
def home(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """Airflow's own folder, with the cards of three sources."""
    home = tmp_path_factory.mktemp("airflow")
    (home / "cards.json").write_text(json.dumps(CARDS))
    return home


@pytest.fixture(scope="session")
def run(home: Path) -> Run:
    """Run a program in Airflow's environment; its standard output."""

    def run(program: str, *arguments: object) -> str:
        environment = {
            "PATH": f"{PYTHON.parent}:/usr/bin:/bin",
            "HOME": str(home),
            "AIRFLOW_HOME": str(home),
            "AIRFLOW__CORE__LOAD_EXAMPLES": "False",
            "AIRFLOW__CORE__PLUGINS_FOLDER": str(SOURCE / "plugins"),
            "PYTHONPATH": str(SOURCE / "plugins"),
            "PYTHONDONTWRITEBYTECODE": "1",
            "TOUCHLINE_CARDS": str(home / "cards.json"),
        }
        line = [str(PYTHON), "-c", program, *map(str, arguments)]
        ran = subprocess.run(line, env=environment, capture_output=True, text=True, check=False)
        assert ran.returncode == 0, ran.stderr[-2000:]
        return ran.stdout

    return run


@pytest.fixture(scope="session")
def parsed(run: Run, home: Path) -> dict[str, Any]:
    """The DAG folder as Airflow sees it under each of the settings of `tests/parse.py`; Airflow is started once."""
    run(PARSE, SOURCE / "dags", home / "parsed.json")
    answer: dict[str, Any] = json.loads((home / "parsed.json").read_text())
    return answer


@pytest.fixture(scope="session")
def dags(parsed: dict[str, Any]) -> dict[str, Any]:
    """The DAGs of a plain installation by their ids."""
    found: dict[str, Any] = parsed["plain"]["dags"]
    return found
