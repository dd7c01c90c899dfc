"""Every voice of the blend walked forward: what each says of a season, learned from what was known before it."""

from collections.abc import Callable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from functools import partial

import numpy as np

from touchline.football.blend import BOTH, CLASSES, DYNAMIC, OVER, RESULT, Voice, file_of, voice_of
from touchline.football.vector import Matrix
from touchline.trainer.training.matches import Matches
from touchline.trainer.training.models.learned import fit_voice
from touchline.trainer.training.models.seasons import Mask, settled, steps

# Chosen on 2013/14-2018/19: Dixon-Coles, a logit of pi-ratings and shots on target alone add nothing to these.
VOICES: Mapping[str, tuple[str, ...]] = {
    RESULT: ("dynamic-goals", "dynamic-chances", "dynamic-shots", "rates-logit", "logit", "lightgbm"),
    OVER: ("dynamic-steady", "lightgbm"),
    BOTH: ("dynamic-steady", "dynamic-shots"),
}

Arrays = dict[str, Matrix]
Remember = Callable[[str, Callable[[], Arrays]], Arrays]
Files = dict[str, bytes]
Said = dict[tuple[str, str], Matrix]
"""By market and voice: probabilities of shape (n, classes), the event first; NaN of matches that were not forecast."""


def do_anew(name: str, make: Callable[[], Arrays]) -> Arrays:
    """A memory that forgets."""
    return make()


@dataclass(frozen=True, slots=True)
class Part:
    """What one voice says of one season and market: by itself nothing is computed."""

    market: str
    voice: str
    asked: Mask
    name: str
    learn: "partial[Arrays]"  # of module-level functions and arrays: another process can do it

    @property
    def costs(self) -> bool:
        """Whether something is learned first."""
        return not self.voice.startswith(DYNAMIC)


def parts(matches: Matches, seasons: Sequence[str]) -> Iterator[Part]:
    """All of them, season by season; none needs another."""
    usable = settled(matches)
    for step in steps(matches, seasons):
        for market, voices in VOICES.items():
            for voice in voices:
                learn = partial(_said_of, matches, step.known & usable, step.asked, market, voice)
                yield Part(market, voice, step.asked, f"{voice}-{market}-{step.season[:4]}", learn)


def walked(matches: Matches, seasons: Sequence[str], remember: Remember = do_anew) -> Said:
    """What every voice says of these seasons."""
    said = {
        (market, voice): np.full((len(matches), CLASSES[market]), np.nan)
        for market, voices in VOICES.items()
        for voice in voices
    }
    for part in parts(matches, seasons):
        found = remember(part.name, part.learn) if part.costs else part.learn()
        said[part.market, part.voice][part.asked] = found["shares"]
    return said


def files_of(matches: Matches, learned: Mask) -> Files:
    """The files of all voices that learn, of these matches."""
    wanted = {
        file: (voice, market)
        for market, voices in VOICES.items()
        for voice in voices
        if (file := file_of(market, voice)) is not None
    }
    known = matches.where(learned)
    return {file: fit_voice(voice, market, known) for file, (voice, market) in wanted.items()}


def _said_of(matches: Matches, learned: Mask, asked: Mask, market: str, voice: str) -> Arrays:
    return {"shares": _speaking(matches, learned, market, voice)(matches.values[asked])}


def _speaking(matches: Matches, learned: Mask, market: str, voice: str) -> Voice:
    file = file_of(market, voice)
    files = {} if file is None else {file: fit_voice(voice, market, matches.where(learned))}
    return voice_of(market, voice, files)
