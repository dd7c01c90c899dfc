"""The single-row path says what `Booster.predict` says, bit by bit."""

from concurrent.futures import ThreadPoolExecutor

import lightgbm
import numpy as np
import pytest

from touchline.football.blend import trees_of
from touchline.football.trees import Trees

FEATURES, ROWS = 40, 300


def grown(objective: str, classes: int) -> str:
    """Trees on noise, with some values missing, in LightGBM's own text."""
    dice = np.random.default_rng(7)
    values = dice.normal(size=(600, FEATURES))
    values[dice.random(values.shape) < 0.05] = np.nan
    labels = dice.integers(0, classes, len(values))
    parameters = {"objective": objective, "verbosity": -1, "num_threads": 1, "seed": 7, "num_leaves": 15}
    if classes > 2:
        parameters["num_class"] = classes
    text: str = lightgbm.train(parameters, lightgbm.Dataset(values, labels), num_boost_round=40).model_to_string()
    return text


def asked() -> np.ndarray:
    dice = np.random.default_rng(11)
    rows = dice.normal(size=(ROWS, FEATURES)) * 3
    rows[dice.random(rows.shape) < 0.1] = np.nan
    rows[0], rows[1], rows[2] = 0.0, np.inf, -1e308
    return rows


@pytest.mark.parametrize(("objective", "classes"), [("multiclass", 3), ("binary", 2)])
def test_one_row_is_answered_bit_by_bit_as_booster_predict_answers_it(objective: str, classes: int) -> None:
    text = grown(objective, classes)
    trees, booster = Trees(text), lightgbm.Booster(model_str=text)
    assert (trees.features, trees.classes) == (FEATURES, classes if classes > 2 else 1)
    for row in asked():
        assert trees(row).tobytes() == np.asarray(booster.predict(row[None, :], num_threads=1)).tobytes()


@pytest.mark.parametrize(("objective", "classes"), [("multiclass", 3), ("binary", 2)])
def test_a_voice_says_the_same_of_a_row_alone_and_among_others(objective: str, classes: int) -> None:
    voice, rows = trees_of(grown(objective, classes).encode(), classes), asked()
    alone = np.concatenate([voice(row[None, :]) for row in rows])
    assert alone.shape == (ROWS, classes)
    assert alone.tobytes() == voice(rows).tobytes()


def test_threads_that_ask_at_once_are_not_told_one_anothers_answers() -> None:
    trees, rows = Trees(grown("multiclass", 3)), asked()
    expected = [trees(row).tobytes() for row in rows]
    with ThreadPoolExecutor(4) as pool:
        for found in pool.map(lambda _: [trees(row).tobytes() for row in rows], range(8)):
            assert found == expected


def test_a_vector_of_another_length_kind_or_order_is_refused() -> None:
    trees = Trees(grown("binary", 2))
    for row in (np.zeros(FEATURES - 1), np.zeros(FEATURES, dtype=np.float32), np.zeros((FEATURES, 2))[:, 0]):
        with pytest.raises(ValueError, match="doubles in a row"):
            trees(row)


def test_a_text_that_holds_no_trees_is_refused() -> None:
    with pytest.raises(lightgbm.basic.LightGBMError):
        Trees("no trees")
