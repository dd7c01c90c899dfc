"""An explanation as shown: numbers that add up as they are read, and words that say nothing else."""

import math
import re
from itertools import product

import numpy as np
import pytest
from blends import vector
from hypothesis import given
from hypothesis import strategies as st

from touchline.football.explanation import Explanation, Numbers
from touchline.football.families import FAMILIES, Family
from touchline.predictor.prediction.reasons import reasons_of, rounded, unknown_of
from touchline.predictor.prediction.rounding import apportioned
from touchline.predictor.prediction.words import (
    ABOUT,
    ABSENCES_UNKNOWN,
    NEVER_MET,
    SQUADS_UNKNOWN,
    Unknown,
    sentences,
    team_name,
)

PARTS = st.lists(st.floats(-50, 50), min_size=1, max_size=9)
SHARES = st.lists(st.floats(0.001, 1), min_size=3, max_size=3).map(lambda parts: np.array(parts) / sum(parts))
GOALS = st.lists(st.floats(0.1, 4), min_size=2, max_size=2)


@st.composite
def explanations(draw: st.DrawFn) -> Explanation:
    """Any served and any ordinary number, and any division of the difference; some families contribute nothing."""
    served, ordinary = (np.array([*draw(SHARES), *draw(GOALS)]) for _ in range(2))
    idle = draw(st.lists(st.booleans(), min_size=8, max_size=8))
    noise = np.random.default_rng(draw(st.integers(0, 2**32))).normal(0, 0.03, size=(8, 5))
    noise[:, 1] = -noise[:, 0] - noise[:, 2]
    noise[idle] = 0.0
    taking = [place for place, rests in enumerate(idle) if not rests] or [0]
    noise[taking[0]] += (served - ordinary) - noise.sum(axis=0)
    return Explanation(
        Numbers(*served.tolist()), Numbers(*ordinary.tolist()),
        {family: Numbers(*row.tolist()) for family, row in zip(FAMILIES, noise, strict=True)},
    )  # fmt: skip


def explanation(**points: float) -> Explanation:
    """A home win that some families raise by these percentage points and a draw that they lower; 45, 27 and 28."""
    ordinary = np.array([0.45, 0.27, 0.28, 1.5, 1.1])
    parts = {family: np.array([1, -1, 0, 0, 0]) * points.get(family.name.lower(), 0.0) / 100 for family in Family}
    served = ordinary + sum(parts.values())
    return Explanation(
        Numbers(*served), Numbers(*ordinary), {family: Numbers(*one.tolist()) for family, one in parts.items()}
    )


@given(PARTS, st.integers(-1, 1))
def test_whole_numbers_sum_to_the_total_and_stay_within_one_of_their_parts(parts: list[float], aside: int) -> None:
    total = round(math.fsum(parts))
    near = total + aside
    found = apportioned(parts, near)
    assert sum(found) == near
    if abs(near - math.fsum(parts)) <= 1:
        assert all(abs(one - part) <= 1 + 1e-4 for one, part in zip(found, parts, strict=True))


@given(PARTS)
def test_a_part_that_is_nothing_stays_nothing(parts: list[float]) -> None:
    found = apportioned([0.0, *parts, -1e-9], round(math.fsum(parts)))
    assert (found[0], found[-1]) == (0, 0) or not any(abs(part) > 1e-6 for part in parts)


def test_of_no_part_nothing_can_be_made() -> None:
    with pytest.raises(ValueError, match="there is no part"):
        apportioned([], 1)


@given(explanations())
def test_the_ordinary_number_and_all_contributions_sum_to_the_served_one_as_shown(said: Explanation) -> None:
    served, ordinary, families = rounded(said)
    for name in ("home", "draw", "away", "home_goals", "away_goals"):
        assert getattr(ordinary, name) + sum(getattr(one, name) for one in families.values()) == getattr(served, name)
    for one in families.values():
        assert one.home + one.draw + one.away == 0
    assert served.home + served.draw + served.away == ordinary.home + ordinary.draw + ordinary.away == 10_000


@given(explanations())
def test_what_is_shown_is_within_two_hundredths_of_what_is_so(said: Explanation) -> None:
    for family, one in rounded(said)[2].items():
        exact = said.contributions[family]
        shown = np.array([one.home / 1e4, one.draw / 1e4, one.away / 1e4])
        assert shown == pytest.approx(np.array(exact[:3]), abs=2.01e-4)


@given(explanations())
def test_points_in_a_sentence_lead_from_the_ordinary_chance_to_the_served_one(said: Explanation) -> None:
    for name, sentence in sentences(said, Unknown(), "Home", "Away").items():
        if name not in ("home", "draw", "away") or sentence is None or "under 1%" in sentence or "over 99%" in sentence:
            continue
        served, ordinary = map(int, re.findall(r"(\d+)%", sentence))
        points = [int(one.replace("\u2212", "-")) for one in re.findall(r"\(([+\u2212]\d+)\)", sentence)]
        assert ordinary + sum(points) == served
        difference = re.search(r"(\d+) points? (more|less)", sentence)
        assert (abs(served - ordinary) or None) == (int(difference[1]) if difference else None)


def test_the_words_name_what_moves_the_chance_the_most_first_and_leave_out_what_does_not() -> None:
    words = sentences(explanation(goals=6.2, squads=2.9, rest=-1.1, form=0.2), Unknown(), "Arsenal", "Chelsea")
    assert words["home"] == (
        "The model puts the chance of a win for Arsenal at 53%: 8 points more than a home side's in an ordinary match"
        " (45%). What raises it most: the goals and chances both teams make and allow (+6), the worth of the squads and"
        " who is missing (+3). What lowers it: how rested both teams are (\u22121)."
    )
    assert words["away"] == (
        "The model puts the chance of a win for Chelsea at 28%: the same as an away side's in an ordinary match (28%)."
        " Nothing about this match moves it by as much as a point."
    )
    assert (
        words["goals"] == "It expects 1.5 goals from Arsenal and 1.1 from Chelsea; an ordinary match has 1.5 and 1.1."
    )
    assert words["unknown"] is None


def test_a_chance_below_one_percent_is_never_said_to_be_none() -> None:
    words = sentences(explanation(goals=54.9, rest=-81.7), Unknown(), "Arsenal", "Chelsea")
    assert str(words["draw"]).startswith("The model puts the chance of a draw at 54%: 27 points more than in an")
    words = sentences(explanation(goals=26.9), Unknown(), "Arsenal", "Chelsea")
    assert str(words["draw"]).startswith("The model puts the chance of a draw at under 1%: 27 points less than")


def test_every_family_has_words_that_can_stand_in_a_list() -> None:
    assert set(ABOUT) == set(Family)
    assert not any("," in words or "(" in words for words in ABOUT.values())


def test_no_word_claims_a_cause() -> None:
    texts = [*ABOUT.values(), *filter(None, sentences(explanation(goals=9, rest=-3), Unknown(), "A", "B").values())]
    assert not re.search(r"\b(because|due to|thanks to|caus|will win|so that)", " ".join(texts))


def test_squads_and_absences_are_spoken_of_only_where_something_is_known_of_them() -> None:
    said = explanation(squads=3.0)
    for unknown, about, sentence in (
        (Unknown(), ABOUT[Family.SQUADS], None),
        (Unknown(absences=True), "the worth of the squads", ABSENCES_UNKNOWN),
    ):
        words = sentences(said, unknown, "A", "B")
        assert f"What raises it: {about} (+3)." in str(words["home"])
        assert words["unknown"] == sentence
    nothing = reasons_of(explanation(), Unknown(squads=True, absences=True), "A", "B")
    squads = next(one for one in nothing["families"] if one["family"] == "squads")
    assert (squads["known"], nothing["words"]["unknown"]) == (False, SQUADS_UNKNOWN)


def test_teams_that_have_not_met_are_not_said_to_have_earlier_meetings() -> None:
    words = sentences(explanation(head_to_head=2.0), Unknown(meetings=True), "A", "B")
    assert f"What raises it: {NEVER_MET} (+2)." in str(words["home"])


def test_what_is_unknown_is_read_from_the_vector() -> None:
    worth = {"squad_worth_home": 6.0, "squad_worth_away": 5.0}
    said = {"squad_known_home": 1.0, "squad_known_away": 1.0}
    assert unknown_of(vector()) == Unknown(squads=True, absences=True, meetings=True)
    assert unknown_of(vector(**worth, **said, meetings=3.0)) == Unknown()
    assert unknown_of(vector(**worth, squad_known_home=1.0)) == Unknown(absences=True, meetings=True)
    assert unknown_of(vector(**said, squad_worth_home=6.0)) == Unknown(squads=True, meetings=True)


HOSTILE = (
    "<script>alert(1)</script>",
    "{said.served}",
    "%s %(x)s",
    "\u202egnirts\u202c\x00\x1b[31m\n",
    "a" * 10_000,
    "\ud800half",
)


@pytest.mark.parametrize(("home", "away"), [pair for pair in product(HOSTILE, HOSTILE) if pair[0] != pair[1]])
def test_a_name_stays_text_whatever_stands_in_it(home: str, away: str) -> None:
    plain = sentences(explanation(goals=6.0), Unknown(), "HOME", "AWAY")
    hostile = sentences(explanation(goals=6.0), Unknown(), team_name(home), team_name(away))
    for name, sentence in plain.items():
        if sentence is not None:
            assert hostile[name] == sentence.replace("HOME", team_name(home)).replace("AWAY", team_name(away))
            assert str(hostile[name]).isprintable()
            assert len(str(hostile[name])) < 400


def test_a_name_is_written_as_people_write_it() -> None:
    names = ["arsenal", "man-united", "west-brom", "qpr", "afc-wimbledon", "nottm-forest"]
    assert [*map(team_name, names)] == ["Arsenal", "Man United", "West Brom", "QPR", "AFC Wimbledon", "Nottm Forest"]
