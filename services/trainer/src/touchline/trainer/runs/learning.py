"""Learning as every run does it, whoever asks: on one thread, so that the same rows give the same bytes."""

from collections.abc import Callable, Mapping
from dataclasses import dataclass
from typing import Any, Protocol

import polars as pl
from threadpoolctl import threadpool_limits

from touchline.football.bundle import Manifest
from touchline.football.catalogue import LATEST
from touchline.trainer.asked import TooLittle
from touchline.trainer.recording.figures import evaluated_files, learned_files
from touchline.trainer.runs.environment import THREADS
from touchline.trainer.training.gating import TooLittleHistory
from touchline.trainer.training.judgement import Judgement
from touchline.trainer.training.learning import learn


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


Learn = Callable[[pl.DataFrame, str, str], Learned]
"""From a snapshot's rows, a model's name and the snapshot's hash to what is learned."""


def alone(
    learn: Callable[[pl.DataFrame, str, str, int], Offer],
    learned: Callable[[Any], dict[str, bytes]],
    evaluated: Callable[[Mapping[str, bytes]], dict[str, bytes]],
) -> Learn:
    """Learning of a kind, with the files that both stages leave; TooLittle is raised of too little history."""

    def learn_alone(frame: pl.DataFrame, name: str, snapshot: str) -> Learned:
        with threadpool_limits(THREADS):
            try:
                challenger = learn(frame, name, snapshot, LATEST)
            except TooLittleHistory as little:
                raise TooLittle(str(little)) from little
            files = learned(challenger)
            return Learned(challenger, {**files, **evaluated(files)})

    return learn_alone


learn_alone = alone(learn, learned_files, evaluated_files)
