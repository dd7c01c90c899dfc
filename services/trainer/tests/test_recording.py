"""What is written down of a simulated model for people to read."""

import xml.etree.ElementTree as ElementTree
from dataclasses import replace

import numpy as np
import pytest
from made_run import made_run, snapshot_frame

from touchline.football.scoring import ranked_probability_score
from touchline.trainer.recording.card import LONGEST, with_decision
from touchline.trainer.recording.figures import WALKED
from touchline.trainer.recording.walked import Walked, parquet_of_walked, walked_by, walked_of
from touchline.trainer.runs.code import UNKNOWN, CodeVersion
from touchline.trainer.runs.telling import told_of

RUN = made_run(snapshot_frame(seasons=7))
TOLD = told_of(RUN, None)
HEADINGS = ("## What it learned from", "## How it was judged", "## Limits", "## Making it again")


def test_forecasts_written_down_have_the_scores_that_the_method_was_chosen_by():
    walked, challenger = walked_of(RUN.files[WALKED]), RUN.learned.challenger
    scores = ranked_probability_score(walked.shares, walked.happened)
    assert scores == pytest.approx(challenger.walked.by_match[challenger.method], abs=1e-12)


def test_forecasts_are_the_same_when_they_are_read_again():
    walked = walked_by(RUN.learned.challenger)
    again = walked_of(parquet_of_walked(walked))
    assert isinstance(again, Walked)
    assert np.array_equal(again.shares, walked.shares)
    assert again.seasons.tolist() == walked.seasons.tolist()
    assert again.happened.tolist() == walked.happened.tolist()


def test_a_card_says_what_a_model_is_and_shows_its_figures_beside_the_base_rates():
    challenger = RUN.learned.challenger
    assert [heading for heading in HEADINGS if heading not in TOLD.card] == []
    pooled = next(one for one in challenger.walked.scores if (one.method, one.season) == (challenger.method, "all"))
    base = challenger.walked.mean("base-rates")
    assert f"| all | {pooled.matches} | {pooled.ranked_probability_score:.4f} | {base:.4f} |" in TOLD.card
    assert f"git checkout {RUN.record.code.commit}\nmake reproduce RUN={RUN.manifest.version} MODEL=match" in TOLD.card


@pytest.mark.parametrize(
    ("code", "line"),
    [
        (CodeVersion("abc", True, "f"), "git checkout abc  # and changes that were not committed"),
        (CodeVersion(UNKNOWN, False, "f00"), "# code with the fingerprint f00, outside Git"),
    ],
)
def test_a_card_does_not_promise_a_commit_that_there_is_not(code: CodeVersion, line: str):
    assert line in told_of(replace(RUN, record=replace(RUN.record, code=code)), None).card


def test_a_card_too_long_for_mlflow_keeps_its_decision():
    card = with_decision("a line\n" * 5_000, "refused: " + "too slow " * 20)
    assert len(card) <= LONGEST
    assert "The rest stands in `card.md`" in card
    assert card.endswith("too slow \n")


def test_plots_are_pictures_that_need_nothing_else():
    for name in ("plots/reliability.svg", "plots/rps-by-season.svg"):
        drawn = ElementTree.fromstring(TOLD.files[name])
        assert drawn.tag == "{http://www.w3.org/2000/svg}svg"
        assert len(list(drawn.iter())) > 5
        assert b"href" not in TOLD.files[name]
