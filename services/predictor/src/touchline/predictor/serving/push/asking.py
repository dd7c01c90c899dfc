"""From what a subscriber asks to a subscription: the same for server-sent events and for gRPC."""

from collections.abc import Collection, Sequence

from touchline.predictor.answers import instant
from touchline.predictor.serving.answering import near
from touchline.predictor.serving.problems import Fault, Problem, bad_request, not_found
from touchline.predictor.serving.push.events import Model
from touchline.predictor.serving.push.feed import Feed, Refused
from touchline.predictor.serving.push.interest import Interest
from touchline.predictor.serving.push.subscription import Subscription
from touchline.predictor.serving.state import State
from touchline.runtime import metrics
from touchline.schemas.competitions import COMPETITIONS

MOST = 100  # of each kind that may be named


def subscribed(
    state: State,
    feed: Feed,
    *,
    matches: Sequence[str] = (),
    teams: Sequence[str] = (),
    competitions: Sequence[str] = (),
    after: str | None = None,
) -> Subscription:
    """A subscription to changes of these matches, teams and competitions.

    Raises:
        Problem: one of them is unknown, the replica is not ready, or it serves as many as it may.
    """
    if not state.is_ready():  # what is read until then is history, no news
        raise Problem(503, "unready", "Not ready yet", "; ".join(state.reasons_unready()))
    _known("match_id", "match", matches, state.known_matches() | state.latest.keys())
    _known("team", "team", teams, state.known_teams())
    _known("competition", "competition", competitions, COMPETITIONS)
    wanted = Interest(frozenset(matches), frozenset(teams), frozenset(competitions))
    try:
        return feed.subscribe(wanted, after, football_time=instant(state.football_time), model=model_of(state))
    except Refused as refused:
        metrics.SUBSCRIBERS_REFUSED.inc()
        raise Problem(503, "too-many-subscribers", "Too many subscribers", str(refused)) from refused


def model_of(state: State) -> Model | None:
    """The model that serves."""
    if state.served is None:
        return None
    manifest = state.served.model.manifest
    return Model(manifest.name, manifest.version, instant(state.served.since))


def _known(field: str, kind: str, named: Sequence[str], known: Collection[str]) -> None:
    """A name that nobody knows would be waited for in vain."""
    if len(named) > MOST:
        raise bad_request(Fault(field, f"at most {MOST} of them", str(len(named))))
    for name in named:
        if name not in known:
            fault = Fault(field, f"the id of a known {kind}" + near(name, known), name)
            raise not_found(f"unknown-{kind}", f"Unknown {kind}", f"no {kind} is called {name[:100]!r}", fault)
