"""Learning as every run does it, whoever asks: on one thread, so that the same rows give the same bytes."""

from dataclasses import dataclass
from typing import Any, Protocol

import polars as pl
from threadpoolctl import threadpool_limits

from touchline.football.bundle import Manifest
from touchline.football.catalogue import LATEST
from touchline.runtime.errors import Refused
from touchline.trainer.recording.figures import evaluated_files, learned_files
from touchline.trainer.runs.environment import THREADS
from touchline.trainer.training.judgement import Judgement
from touchline.trainer.training.learning import learn
from touchline.trainer.training.walk_forward import TooFewMatches


class Packed(Protocol):
    """A packed model, of matches or of players."""

    @property
    def manifest(self) -> Manifest: ...
    @property
    def content(self) -> bytes: ...
    @property
    def sha256(self) -> str: ...


class Offer(Protocol):
    """A challenger of any kind."""

    @property
    def bundle(self) -> Packed: ...
    @property
    def score(self) -> float: ...
    def judged_against(self, champion: Any) -> Judgement: ...


@dataclass(frozen=True, slots=True)
class Learned:
    """A challenger and the files of its run by name: what the stages `train` and `evaluate` leave."""

    challenger: Offer
    files: dict[str, bytes]


def learn_alone(frame: pl.DataFrame, name: str, snapshot: str) -> Learned:
    """The challenger that a snapshot's rows give.

    Raises:
        Refused: there is too little history.
    """
    with threadpool_limits(THREADS):
        try:
            challenger = learn(frame, name, snapshot, LATEST)
        except TooFewMatches as few:
            raise Refused(str(few)) from few
        files = learned_files(challenger)
        return Learned(challenger, {**files, **evaluated_files(files)})
