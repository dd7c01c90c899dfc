"""Features of entities as of moments, as an Arrow table."""

from collections.abc import Sequence
from typing import Any

import numpy as np
import pyarrow as pa

from touchline.feature_store.history.choices import chosen, places
from touchline.feature_store.history.errors import Unanswerable
from touchline.feature_store.history.joining import main_rows, row_numbers, rows_at
from touchline.feature_store.history.meetings import Vectors, vectors_at
from touchline.feature_store.history.questions import Question, first_few, question
from touchline.feature_store.history.reading.source import Source, Wanted
from touchline.feature_store.history.subjects import Kind, Mode, Subject
from touchline.feature_store.history.timelines import NOWHERE, Knowledge, Matrix, Numbers
from touchline.football.catalogue import LATEST
from touchline.schemas.topics import TEAM_FEATURES


def as_of(
    entities: Any,
    features: Sequence[str] | None = None,
    *,
    mode: str = Mode.AS_SERVED,
    catalogue_version: int = LATEST,
    source: Source | None = None,
) -> pa.Table:
    """Features of matches, teams or players as of moments.

    Args:
        entities: an Arrow table or polars frame with exactly one of `match_id`, `team_id`, `player_id` and `at`
            (timestamps with a time zone). Further columns, such as labels, are handed through.
        features: names from that catalogue version; all of it when left out.
        mode: `as_served`, what was known at `at`; `as_corrected`, what is known today of what could be known at `at`.
        catalogue_version: which list of features.
        source: `from_snapshot(…)`, `from_database(…)`, or what `held()` of either gives; left out: the database that
            `TOUCHLINE_DATABASE` names.

    Returns:
        The columns of `entities`, then a float64 column a feature, rows in the order of the input; null where it
        was not known at that moment. A match is answered as of its kick-off when `at` is later.

    Raises:
        Unanswerable: nothing can be answered as asked; the sentence says what to do.
        touchline.runtime.errors.Unavailable: the database or the bucket cannot be reached.
    """
    if mode not in list(Mode):
        raise Unanswerable(f"there is no mode {mode!r}: ask for {' or '.join(Mode)}")
    asked = question(entities)
    names = chosen(asked.subject, features, catalogue_version)
    if clash := [name for name in names if name in asked.table.column_names]:
        raise Unanswerable(
            f"entities already has the columns {first_few(clash)}: rename them or ask for fewer features"
        )
    knowledge = _source(source).read(Wanted(asked.subject, asked.ids))
    return answered(asked, names, Mode(mode), knowledge)


def answered(asked: Question, names: Sequence[str], mode: Mode, knowledge: Knowledge) -> pa.Table:
    """The answer to a question from what is known; pure."""
    _refuse_the_future(asked, knowledge)
    _refuse_strangers(asked, mode, knowledge)
    found = _found(asked, mode, knowledge)
    known = found.numbers != NOWHERE
    validity = pa.py_buffer(np.packbits(known, bitorder="little").tobytes())
    table = asked.table
    for name, place in zip(names, places(asked.subject, names), strict=True):
        column = _column(found.values, place, found.numbers, bool(known.all()), validity)
        table = table.append_column(pa.field(name, pa.float64()), column)
    return table


def _found(asked: Question, mode: Mode, knowledge: Knowledge) -> Vectors:
    entities, moments = asked.asked["entity"], asked.asked["at"]
    if asked.subject is Subject.MATCH:
        return vectors_at(knowledge, mode, asked.asked)
    if asked.subject is Subject.PLAYER:
        numbers = row_numbers(knowledge, Kind.PLAYER, mode, entities, moments)
        return Vectors(knowledge.of(Kind.PLAYER).values, numbers)
    line = knowledge.of(Kind.TEAM)
    return Vectors(line.values, rows_at(main_rows(line, mode), entities, moments))


def _column(values: Matrix, place: int, numbers: Numbers, whole: bool, validity: pa.Buffer) -> pa.Array:
    """One feature of every question, without a copy."""
    if not values.size:
        return pa.nulls(len(numbers), pa.float64())
    column = values[place].take(numbers, mode="clip")  # NOWHERE takes some value, which the null covers
    buffers = [None if whole else validity, pa.py_buffer(column)]
    return pa.Array.from_buffers(pa.float64(), len(numbers), buffers)


def _refuse_the_future(asked: Question, knowledge: Knowledge) -> None:
    latest, newest = asked.latest, knowledge.football_time
    if latest is None:
        return
    if newest is None:
        raise Unanswerable("nothing is known yet: let `consume` fold documents, or name a snapshot")
    if latest > newest:
        raise Unanswerable(
            f"{latest.isoformat()} is later than anything known: the newest football time is {newest.isoformat()};"
            " ask for that moment or an earlier one, or wait until later documents are folded"
        )


def _refuse_strangers(asked: Question, mode: Mode, knowledge: Knowledge) -> None:
    acquainted = _acquainted(asked, mode, knowledge)
    if strangers := [name for name in asked.ids if name not in acquainted]:
        column = asked.subject.column
        raise Unanswerable(
            f"nothing was ever known of {column} {first_few(strangers)}: look the ids up (column {column} of"
            f" {_LISTED[asked.subject]}) or drop the rows"
        )


_LISTED = {Subject.MATCH: "pub_matches", Subject.TEAM: TEAM_FEATURES.name, Subject.PLAYER: "pub_players"}


def _acquainted(asked: Question, mode: Mode, knowledge: Knowledge) -> frozenset[str]:
    """All that anything was ever known of; a team also by a fixture alone."""
    fixtures = knowledge.fixtures
    if asked.subject is Subject.MATCH:
        return frozenset(fixtures["match_id"].unique())
    if asked.subject is Subject.PLAYER:
        return frozenset(knowledge.of(Kind.PLAYER).rows["entity"].unique())
    teams = main_rows(knowledge.of(Kind.TEAM), mode).names.categories
    return frozenset([*teams, *fixtures["home_team"].unique(), *fixtures["away_team"].unique()])


def _source(source: Source | None) -> Source:
    """The database of the environment, unless another source is named; nothing is connected before it is read."""
    if source is not None:
        return source
    from touchline.feature_store.config import FeatureStoreSettings
    from touchline.feature_store.history.reading.database import from_database
    from touchline.runtime.settings import load

    return from_database(load(FeatureStoreSettings))
