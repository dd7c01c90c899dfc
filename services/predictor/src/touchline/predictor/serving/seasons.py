"""Simulated seasons: made beside the event loop, one at a time, and remembered while what they rest on stands."""

import asyncio
from concurrent.futures import ThreadPoolExecutor
from datetime import datetime
from functools import partial
from typing import Any

from touchline.football.leagues import LEAGUES, NoLeague, league_of
from touchline.predictor.serving.answering import near, times
from touchline.predictor.serving.facts import Facts
from touchline.predictor.serving.problems import Fault, Problem, not_found
from touchline.predictor.serving.remembering import Remembered
from touchline.predictor.serving.season import Key, Question, made
from touchline.predictor.serving.state import Served, State
from touchline.runtime.errors import Unavailable
from touchline.schemas.competitions import COMPETITIONS

KEPT = 32  # answers, 10 kB each
MOST_UNDER_WAY = 8  # each takes a second of one core; who comes later is told to come again

Made = tuple[dict[str, Any], datetime]  # an answer, and the football time it was made at


class Seasons:
    """Answers for seasons; equal questions at a time are answered by one simulation."""

    def __init__(self, state: State, facts: Facts) -> None:
        self._state = state
        self._facts = facts
        most = MOST_UNDER_WAY
        self._made = Remembered[Key, Made](KEPT, most, lambda: Unavailable(f"{most} simulations are under way"))
        self._worker = ThreadPoolExecutor(max_workers=1, thread_name_prefix="season")

    async def answer(self, competition: str, seed: int, runs: int) -> dict[str, Any]:
        """The table of the season that is being played, and where each club may end.

        Raises:
            Problem: the competition is unknown, has no model or is not known whole.
            Unavailable: MariaDB is away, or too many other simulations are under way.
        """
        question = await self._question(competition, seed, runs)
        said, made_at = await self._made.get(question.key, partial(self._make, question))
        return {**said, **times(self._state, made_at)}

    async def _question(self, competition: str, seed: int, runs: int) -> Question:
        state = self._state
        served = predicted_league(state, competition)
        season = season_at(state, competition)
        if season is None:
            raise not_found("no-season", "No season", f"no match of {competition} is coming or has been predicted")
        try:
            league = league_of(competition, season)
        except NoLeague as unknown:
            raise not_found("unknown-league", "Unknown league", str(unknown)) from unknown
        manifest, pool, clock = served.model.manifest, COMPETITIONS[competition].pool, state.football_time
        stored = await self._facts.season_revision(competition, season, manifest.catalogue_version, clock)
        return Question(
            league,
            season,
            seed,
            runs,
            served,
            {
                row.match_id: row
                for row in state.latest.values()
                if (row.competition, row.season) == (competition, season)
            },
            {
                team: row
                for (team, version), row in state.snapshots.items()
                if version == manifest.catalogue_version and row.pool == pool
            },
            clock,
            stored,
        )

    async def _make(self, question: Question) -> Made:
        competition, season, clock = question.league.competition, question.season, question.clock
        asserted = await self._facts.season_assertions(competition, season, clock)
        catalogue = question.served.model.manifest.catalogue_version
        vectors = await self._facts.season_vectors(competition, season, catalogue)
        loop = asyncio.get_running_loop()
        return await loop.run_in_executor(self._worker, made, question, asserted, vectors), clock


def predicted_league(state: State, competition: str) -> Served:
    """The model that a league is simulated with; a Problem says why there is none."""
    if competition not in COMPETITIONS:
        fault = Fault("competition", "the code of a league, such as E0" + near(competition, COMPETITIONS), competition)
        raise not_found("unknown-competition", "Unknown competition", "no competition has this code", fault)
    if competition not in LEAGUES:
        detail = f"how the table of {competition} ends is not written down"
        fault = Fault("competition", f"one of {', '.join(LEAGUES)}", competition)
        raise not_found("unknown-league", "Unknown league", detail, fault)
    if competition not in state.competitions:
        detail = f"the served model has not learned from the competition {competition}"
        fault = Fault("competition", f"one of {', '.join(sorted(state.competitions))}", competition)
        raise not_found("not-predicted", "Not predicted", detail, fault)
    if state.served is None:
        raise Problem(503, "no-model", "No model yet", "no model has been promoted yet; ask again later")
    return state.served


def season_at(state: State, competition: str) -> str | None:
    """The season of the next match, or, with none to come, of the latest that was predicted."""
    coming = [one.season for one in state.coming() if one.competition == competition]
    predicted = [row.season for row in state.latest.values() if row.competition == competition]
    return coming[0] if coming else max(predicted, default=None)
