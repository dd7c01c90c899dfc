"""A demo that was interrupted goes on; one that was finished says so."""

from pathlib import Path

from touchline.demo.state import Shown, State


def test_a_finished_step_is_remembered(tmp_path: Path) -> None:
    state = State.open(tmp_path)
    state.facts["shown"] = "E0:2019-20:arsenal:chelsea"
    state.done("ingest", 12.345)
    again = State.open(tmp_path)
    assert again.is_done("ingest")
    assert not again.is_done("train")
    assert (again.facts["shown"], again.finished) == ("E0:2019-20:arsenal:chelsea", False)


def test_a_finished_demo_says_so(tmp_path: Path) -> None:
    State.open(tmp_path).finish()
    assert State.open(tmp_path).finished


def test_an_empty_folder_has_done_nothing(tmp_path: Path) -> None:
    assert State.open(tmp_path).seconds == {}


def test_what_a_demo_of_the_drift_did_is_not_done_for_a_whole_one(tmp_path: Path) -> None:
    begun = State.open(tmp_path)
    begun.shown = Shown.DRIFT
    assert not begun.is_other_than(Shown.WHOLE)
    begun.done("ingest", 60.0)
    assert State.open(tmp_path).is_other_than(Shown.WHOLE)
    assert not State.open(tmp_path).is_other_than(Shown.DRIFT)
