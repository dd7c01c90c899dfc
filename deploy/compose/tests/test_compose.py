"""`compose.yaml` beside the native stack: the same parts, settings and options. No Docker is needed."""

import re
from collections.abc import Iterator
from itertools import chain
from pathlib import Path
from typing import Any
from urllib.parse import urlsplit

import pytest
import yaml

from touchline.images.image import IMAGES
from touchline.images.standins import STAND_INS, tags
from touchline.local.parts import PARTS, exporters, kafka, mariadb
from touchline.local.parts.services import KEEPERS, METRICS
from touchline.local.settings import settings
from touchline.local.stack import PORTS, SECRETS, Stack
from touchline.monitoring.scraping import configuration

ROOT = Path(__file__).parents[3]
HERE = ROOT / "deploy" / "compose"
TEXT = (ROOT / "compose.yaml").read_text()
SERVICES: dict[str, dict[str, Any]] = yaml.safe_load(TEXT)["services"]
STEPS_OF = {"migrations": "migrate-", "airflow": "airflow-"}
POM = "deploy/local/kafka/pom.xml"
COMMANDS = {"ingestor", "trainer", "demo"}


def names_in(file: str) -> dict[str, str]:
    """A file of lines NAME=value."""
    return dict(re.findall(r"^([A-Z0-9_]+)=(.*)$", (HERE / file).read_text(), re.MULTILINE))


@pytest.fixture(scope="module")
def stack(tmp_path_factory: pytest.TempPathFactory) -> Stack:
    """A native stack that is never started."""
    ports = {name: 20_000 + number for number, name in enumerate(PORTS)}
    secrets = {name: f"secret of {name}" for name in SECRETS}
    folder = tmp_path_factory.mktemp("stack")
    return Stack(ROOT, folder, "compose", folder / "run", ports, secrets, {})


def test_compose_has_the_parts_of_the_native_stack_and_no_other() -> None:
    steps = {name for name in SERVICES if name.startswith(tuple(STEPS_OF.values()))}
    assert {part.name for part in PARTS} == (set(SERVICES) - steps - COMMANDS) | set(STEPS_OF)


def test_every_service_with_tables_brings_them_up_to_date_before_any_consumes() -> None:
    migrations = {name for name in SERVICES if name.startswith("migrate-")}
    assert migrations >= {f"migrate-{name.replace('_', '-')}" for name in KEEPERS}
    for name in METRICS:
        assert migrations <= set(SERVICES[name]["depends_on"]), name


def test_a_service_is_told_every_setting_that_the_native_stack_tells_it(stack: Stack) -> None:
    told = set(settings(stack)) - {"TOUCHLINE_DATA"}  # of the image
    for name in METRICS:
        assert told <= set(SERVICES[name]["environment"]), name


def test_what_every_service_has_alike_is_in_all_of_them() -> None:
    for name in (*METRICS, "sandbox", "mlflow", "topics", *COMMANDS):
        said = SERVICES[name]
        assert said["read_only"], name
        assert said["cap_drop"] == ["ALL"], name
        assert said["tmpfs"] == ["/tmp"], name


def test_the_database_has_the_options_of_the_native_one(stack: Stack) -> None:
    where = (
        "--no-defaults",
        "--user",
        "--datadir",
        "--init-file",
        "--socket",
        "--pid-file",
        "--bind-address",
        "--port",
    )
    native = [word for word in mariadb.programs(stack)[0].command[1:] if not word.startswith(where)]
    assert SERVICES["mariadb"]["command"] == native


def test_the_broker_has_the_properties_of_the_native_one(stack: Stack) -> None:
    native = dict(line.split("=", 1) for line in kafka.properties(stack).splitlines())
    where = {"controller.quorum.bootstrap.servers", "listeners", "advertised.listeners", "log.dirs"}
    said = SERVICES["kafka"]["environment"]
    for name, value in native.items():
        if name not in where:
            assert str(said[f"KAFKA_{name.upper().replace('.', '_')}"]) == value, name


def _asked(jobs: list[dict[str, Any]]) -> Iterator[str]:
    for job in jobs:
        yield from (one["targets"][0] for one in job["static_configs"])
        yield from (one["replacement"] for one in job.get("relabel_configs", ()) if "replacement" in one)


def test_exporters_have_the_options_of_the_native_ones(stack: Stack) -> None:
    where = ("--web", "--redis.addr", "--config.file")
    for program in (*exporters.mariadb(stack), *exporters.redis(stack), *exporters.probes(stack)):
        native = [word for word in program.command[1:] if not word.startswith(where)]
        assert [word for word in SERVICES[program.name]["command"] if not word.startswith(where)] == native


def test_the_agent_in_the_brokers_process_is_the_jar_that_setup_lays() -> None:
    version = re.search(r"jmx_prometheus_javaagent</artifactId>\s*<version>([\d.]+)<", (ROOT / POM).read_text())
    assert version
    (jar,) = [one for one in SERVICES["kafka"]["volumes"] if "agent.jar" in one]
    assert jar.split(":")[0] == f"./.tools/kafka/{kafka.AGENT}"
    assert f"jmx_prometheus_javaagent-{version[1]}.jar" == kafka.AGENT


def test_prometheus_asks_the_same_programs_under_the_same_names() -> None:
    asked = yaml.safe_load((HERE / "prometheus.yml").read_text())["scrape_configs"]
    labels = [one["labels"]["instance"] for job in asked for one in job["static_configs"]]
    jobs = configuration(str, [])["scrape_configs"]
    native = [one["labels"]["instance"] for job in jobs for one in job["static_configs"]]
    assert labels == native
    hosts = {urlsplit(f"//{where.removeprefix('http://')}").hostname for where in _asked(asked)}
    assert hosts <= set(SERVICES)


def test_images_are_ours_or_pinned_in_one_file() -> None:
    declared = names_in("images.env")
    ours = {f"${{TOUCHLINE_IMAGES}}/{image.name}:${{TOUCHLINE_VERSION}}" for image in IMAGES}
    others = {f"${{{name}}}" for name in declared if name.endswith("_IMAGE")}
    used = {service["image"] for service in SERVICES.values()}
    assert used - ours == others
    assert [
        tag for name, tag in declared.items() if name.endswith("_IMAGE") and not re.search(r":v?\d+\.\d+", tag)
    ] == []


def test_every_variable_is_declared_or_a_secret_that_is_made_at_the_start() -> None:
    made = set(re.findall(r"\b([A-Z0-9]+(?:_[A-Z0-9]+)+)\b", (HERE / "compose.sh").read_text()))
    used = set(re.findall(r"\$\{([A-Z0-9_]+)\}", TEXT)) | set(re.findall(r"\$\{([A-Z0-9_]+):\?", TEXT))
    assert used <= set(names_in("images.env")) | made


def test_no_secret_has_a_value_in_a_file() -> None:
    words = re.compile(r"PASSWORD|SECRET|TOKEN|FERNET|ACCESS_KEY")
    environments = (service.get("environment", {}).items() for service in SERVICES.values())
    said = {(name, str(value)) for name, value in chain.from_iterable(environments) if words.search(name)}
    assert said
    assert [
        name for name, value in said if value != "yes" and not value.startswith("${")
    ] == []  # a random root password
    assert not [name for name in names_in("images.env") if words.search(name)]


def test_only_the_loopback_address_is_published() -> None:
    ports = [port for service in SERVICES.values() for port in service.get("ports", ())]
    assert ports
    assert [port for port in ports if not port.startswith("127.0.0.1:")] == []


def test_each_official_image_has_a_stand_in() -> None:
    official = {name for name in names_in("images.env") if name.endswith("_IMAGE")}
    assert set(names_in("standins.env")) == official
    assert set(tags((HERE / "standins.env").read_text())) == set(STAND_INS)
    assert {file.stem for file in (HERE / "standins").glob("*.sh")} == set(STAND_INS)
