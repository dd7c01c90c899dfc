import json
import stat
from pathlib import Path

import pytest

from touchline.local.failure import Failure
from touchline.local.settings import given, render, settings
from touchline.local.stack import LONGEST_SOCKET_FOLDER, PORTS, Stack, data_directory, find, open_stack


def test_a_stack_opened_again_is_the_same(tmp_path: Path) -> None:
    first = open_stack(tmp_path, {})
    assert open_stack(tmp_path, {}) == first == find(tmp_path)
    assert set(first.ports) == set(PORTS)


def test_a_stack_of_before_a_part_was_added_is_found_with_a_port_for_it_and_keeps_that_one(tmp_path: Path) -> None:
    open_stack(tmp_path, {})
    file = tmp_path / "stack.json"
    kept = json.loads(file.read_text())
    ports = {name: port for name, port in kept["ports"].items() if name != "prometheus"}
    file.write_text(json.dumps({**kept, "ports": ports}))
    found = find(tmp_path)
    assert found is not None
    assert set(found.ports) == set(PORTS)
    assert open_stack(tmp_path, {}).ports == found.ports


def test_two_stacks_share_no_port_secret_or_identity(tmp_path: Path) -> None:
    one, two = open_stack(tmp_path / "one", {}), open_stack(tmp_path / "two", {})
    assert one.identity != two.identity
    assert not set(one.secrets.values()) & set(two.secrets.values())


def test_only_the_owner_reads_the_chosen_secrets(tmp_path: Path) -> None:
    open_stack(tmp_path, {})
    assert stat.S_IMODE((tmp_path / "stack.json").stat().st_mode) == 0o600


def test_where_the_documents_are_is_remembered_and_a_bad_setting_is_not(tmp_path: Path) -> None:
    open_stack(tmp_path, {"TOUCHLINE_RECORDED": "/documents", "TOUCHLINE_BATCH": "abc"})
    assert open_stack(tmp_path, {}).given == {"TOUCHLINE_RECORDED": "/documents"}


def test_a_start_that_says_nothing_of_it_takes_in_what_the_last_one_took_in(tmp_path: Path) -> None:
    before = open_stack(tmp_path, {"TOUCHLINE_HISTORY_FROM": "2011-07-01", "TOUCHLINE_SOURCES": "fpl"})
    assert settings(open_stack(tmp_path, {})) == settings(before)


def test_sockets_lie_elsewhere_when_the_data_directory_is_too_deep(tmp_path: Path) -> None:
    stack = open_stack(tmp_path / ("deep" * 20), {})
    assert len(str(stack.run)) <= LONGEST_SOCKET_FOLDER
    assert open_stack(tmp_path / ("deep" * 20), {}).run == stack.run
    stack.run.rmdir()


def test_the_stack_decides_its_own_addresses_whatever_the_shell_says(tmp_path: Path) -> None:
    stack = open_stack(tmp_path, given({"TOUCHLINE_KAFKA": "elsewhere:9092", "TOUCHLINE_BATCH": "50"}))
    values = settings(stack)
    assert values["TOUCHLINE_KAFKA"] == f"127.0.0.1:{stack.ports['kafka']}"
    assert values["TOUCHLINE_BATCH"] == "50"


def test_a_shell_reads_the_settings_back(stack: Stack) -> None:
    lines = render(settings(stack)).splitlines()
    assert "TOUCHLINE_RECORDED='/my documents'" in lines
    assert all(line.startswith("TOUCHLINE_") for line in lines)


@pytest.mark.parametrize("path", ["/data/50%", "/my data", "/data;old"])
def test_a_path_that_a_part_would_read_otherwise_is_refused(path: str, tmp_path: Path) -> None:
    with pytest.raises(Failure, match="must contain no space"):
        data_directory({"TOUCHLINE_DATA": path}, tmp_path)
