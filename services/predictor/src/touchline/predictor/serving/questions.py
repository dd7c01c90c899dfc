"""Many questions at once: each as the query of `GET /predict/match` would ask it, answered together or not at all."""

from dataclasses import replace
from typing import Annotated, Any

from pydantic import BaseModel, ConfigDict, Field

from touchline.predictor.serving.answering import answer_match
from touchline.predictor.serving.problems import Problem
from touchline.predictor.serving.state import State

MOST = 20  # a round of a league, and then some; each meeting not planned is scored on the spot
Text = Annotated[str | None, Field(min_length=1, max_length=160)]


class Question(BaseModel):
    """A fixture by its id, or two teams with an optional day."""

    model_config = ConfigDict(extra="forbid")
    match_id: Text = None
    home: Text = None
    away: Text = None
    date: Text = None


class Questions(BaseModel):
    """What is asked in one body."""

    model_config = ConfigDict(extra="forbid")
    matches: Annotated[list[Question], Field(min_length=1, max_length=MOST)]


def answer_questions(state: State, asked: Questions) -> dict[str, Any]:
    """The answers, in the order of the questions.

    Raises:
        Problem: one of them has none; its fields are named with the question's place, such as `matches.3.home`.
    """
    return {"answers": [_answer(state, place, one) for place, one in enumerate(asked.matches)]}


def _answer(state: State, place: int, asked: Question) -> dict[str, Any]:
    try:
        return answer_match(state, asked.match_id, asked.home, asked.away, asked.date)
    except Problem as problem:
        where = f"matches.{place}"
        faults = [replace(fault, field=f"{where}.{fault.field}") for fault in problem.faults]
        raise Problem(problem.status, problem.slug, problem.title, f"{where}: {problem.detail}", faults) from problem
