"""`player-history --records FOLDER --competition E0 --out FILE`: each match of each player, as one Parquet file."""

import argparse
from collections.abc import Iterable
from pathlib import Path
from typing import TypeVar

import polars as pl

from touchline.feature_store.features.people.belief import competition_in
from touchline.feature_store.latest import latest, pool_of
from touchline.feature_store.made import add_arguments, made
from touchline.feature_store.people.recorded import recorded_versions
from touchline.feature_store.people.versions import RECORDS, Record
from touchline.feature_store.player_history.served import serve
from touchline.feature_store.player_history.strengths import strengths
from touchline.feature_store.player_history.table import Known, history
from touchline.runtime.errors import Refused
from touchline.schemas.records import Match, PlayerMatch

COMMAND = "player-history"
# Archives of whole seasons: a gameweek's own file says when it began, and how strong teams were rests on results alone,
# in every season alike. Another source here is another history, and moves every figure of docs/player-models.md.
ARCHIVES = frozenset({"fpl-archive", "absences", "football-datasets"})

R = TypeVar("R", bound=Match | Record)


def add_to(commands: "argparse._SubParsersAction[argparse.ArgumentParser]") -> None:
    """Say how it is called."""
    making = commands.add_parser(COMMAND, help="each match of each player as known at the deadline, as Parquet")
    add_arguments(making)


def run(chosen: argparse.Namespace) -> str:
    """Make the table, unless the same code has made it of the same messages before.

    Raises:
        Refused: the folder holds no whole set of messages, or tells of no player's match of the competition.
    """
    asked = f"{COMMAND} {chosen.competition}"
    table = made(chosen.out, chosen.records, asked, lambda: player_history(chosen.records, chosen.competition))
    if table is None:
        return f"{chosen.out}: made before, nothing has changed"
    return f"{chosen.out}: {table.height} matches of players, {table.width} columns"


def player_history(records: Path, competition: str) -> pl.DataFrame:
    """Fold what files of messages say of players and of their teams' results.

    Raises:
        Refused: they tell of no player's match of the competition.
    """
    pool = pool_of(competition)
    said = {record: of_archives(latest(records, record, pool)) for record in RECORDS}
    played = [one for one in said[PlayerMatch] if isinstance(one, PlayerMatch) and _is_of(one, competition)]
    if not played:
        raise Refused(
            f"{records} tells of no player's match of {competition}: `python -m touchline.normalizer read` puts there"
            " what the recorded archive of the Fantasy Premier League says"
        )
    matches = [one for one in of_archives(latest(records, Match, pool)) if one.competition == competition]
    served = serve(recorded_versions(said.values()))
    return pl.DataFrame(history(played, Known(served, strengths(matches))))


def of_archives(rows: Iterable[R]) -> list[R]:
    """What the archives say."""
    return [one for one in rows if one.source in ARCHIVES]


def _is_of(one: PlayerMatch, competition: str) -> bool:
    return not one.withdrawn and competition_in(one.match_id) == competition
