"""The page of detectors is the one that their docstrings make."""

from pathlib import Path

import pytest

from touchline.drift_monitor import describing, detectors

ROOT = Path(__file__).parents[3]


def test_the_page_is_what_the_docstrings_say_now() -> None:
    assert (ROOT / describing.PAGE).read_text() == describing.page(), "run 'make generate'"


@pytest.mark.parametrize("detector", describing.EVERY, ids=lambda detector: detector.__name__)
def test_every_detector_has_a_running_example(detector) -> None:  # type: ignore[no-untyped-def]
    assert ">>>" in (detector.__doc__ or "")


def test_every_module_of_a_detector_names_its_paper() -> None:
    folder = Path(detectors.__file__).parent
    for name in {detector.__module__.rpartition(".")[2] for detector in describing.EVERY}:
        assert "https://" in (folder / f"{name}.py").read_text() or "Yurdakul" in (folder / f"{name}.py").read_text(), (
            name
        )
