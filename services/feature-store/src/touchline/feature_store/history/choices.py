"""Which features are asked for, and where they stand in the latest order."""

from collections.abc import Sequence
from difflib import get_close_matches

from touchline.feature_store.history.errors import Unanswerable
from touchline.feature_store.history.subjects import Subject
from touchline.football.catalogue import CATALOGUES, LATEST, Feature

NEVER_INPUTS = ("closing", "xp")  # prices at kick-off; FPL's expected points, which may have looked ahead


def chosen(subject: Subject, features: Sequence[str] | None, version: int) -> tuple[str, ...]:
    """The features asked for, in the order asked; all of a catalogue version when none is named.

    >>> chosen(Subject.MATCH, ["elo_home"], 1)
    ('elo_home',)
    """
    if version not in CATALOGUES:
        known = ", ".join(map(str, sorted(CATALOGUES)))
        raise Unanswerable(f"nobody emits catalogue version {version}: ask for one of {known}")
    names = tuple(one.name for one in features_of(subject, version))
    if features is None:
        return names
    if isinstance(features, str) or not all(isinstance(one, str) for one in features):
        raise Unanswerable(f"features is a list of names, not {features!r}")
    for name in features:
        if name not in names:
            raise Unanswerable(_unknown(name, subject, version, names))
    if twice := next((name for name in features if list(features).count(name) > 1), None):
        raise Unanswerable(f"feature {twice!r} is asked for twice: name each once")
    return tuple(features)


def features_of(subject: Subject, version: int) -> tuple[Feature, ...]:
    """The features of a subject in a catalogue version."""
    catalogue = CATALOGUES[version]
    return {Subject.MATCH: catalogue.matches, Subject.TEAM: catalogue.teams, Subject.PLAYER: catalogue.players}[subject]


def places(subject: Subject, names: Sequence[str]) -> list[int]:
    """Where features stand in the order of the latest catalogue.

    >>> places(Subject.TEAM, ["points", "elo"])
    [1, 0]
    """
    order = {one.name: place for place, one in enumerate(features_of(subject, LATEST))}
    return [order[name] for name in names]


def _unknown(name: str, subject: Subject, version: int, names: Sequence[str]) -> str:
    if any(part in NEVER_INPUTS for part in name.lower().split("_")):
        return (
            f"{name!r} can never be a feature: closing odds and xP were not known before the match;"
            " the market before it is in the features that begin with market_"
        )
    later = [one for one in sorted(CATALOGUES) if name in {feature.name for feature in features_of(subject, one)}]
    if later:
        return f"{subject} feature {name!r} is not in catalogue version {version}: ask for version {later[0]}"
    near = get_close_matches(name, names, n=3)
    hint = f"did you mean {' or '.join(near)}?" if near else f"the {len(names)} names are in docs/features.md"
    return f"there is no {subject} feature {name!r} in catalogue version {version}: {hint}"
