"""What answers are made of: one of each in a replica, whichever way it is asked."""

from dataclasses import dataclass
from functools import partial

from touchline.predictor.access.gate import Gate, open_gate
from touchline.predictor.ports import Bundles
from touchline.predictor.serving.answering import whole
from touchline.predictor.serving.explaining import Explainer
from touchline.predictor.serving.facts import Facts
from touchline.predictor.serving.lineage import Sources
from touchline.predictor.serving.push.feed import Feed
from touchline.predictor.serving.reports import Reports
from touchline.predictor.serving.seasons import Seasons
from touchline.predictor.serving.squads import Squads
from touchline.predictor.serving.state import State

SILENCE = 15.0  # seconds


@dataclass(frozen=True, slots=True)
class Parts:
    """The state, what is asked beside it, and what is remembered; `silence` is the longest of a stream, in seconds."""

    state: State
    sources: Sources
    facts: Facts
    reports: Reports | None
    squads: Squads | None
    explainer: Explainer
    seasons: Seasons
    feed: Feed
    silence: float
    gate: Gate
    origins: tuple[str, ...] = ()  # whose pages may ask from a browser

    @classmethod
    def around(
        cls,
        state: State,
        sources: Sources,
        facts: Facts,
        bundles: Bundles,
        feed: Feed | None = None,
        silence: float = SILENCE,
        reports: Reports | None = None,
        squads: Squads | None = None,
        gate: Gate | None = None,
        origins: tuple[str, ...] = (),
    ) -> "Parts":
        """A replica's parts around its state; without a gate, one that this machine passes."""
        told = feed or feed_of(state, kept=2000, room=256, limit=2000)
        explainer, seasons = Explainer(state, sources, bundles), Seasons(state, facts)
        gate = gate or open_gate()
        return cls(state, sources, facts, reports, squads, explainer, seasons, told, silence, gate, origins)


def feed_of(state: State, *, kept: int, room: int, limit: int) -> Feed:
    """A feed that says of a change what a GET of its match answers."""
    return Feed(partial(whole, state), kept=kept, room=room, limit=limit)
