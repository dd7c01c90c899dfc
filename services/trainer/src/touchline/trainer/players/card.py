"""A model card of models of players: what they are, what they learned from, how they were judged, what they cannot do.

Mitchell and others (2019), Model Cards for Model Reporting, https://doi.org/10.1145/3287560.3287596.
"""

from collections.abc import Mapping

from touchline.football.bundle import Manifest
from touchline.trainer.players.learning import PlayerChallenger
from touchline.trainer.players.results import ALL, OURS, Result, results

TOLD = ("points", "minutes", "goals", "assists", "anytime-scorer", "starts")
KILOBYTE = 1_000


def card_of(challenger: PlayerChallenger, competitions: str, checkout: str, environment: Mapping[str, str]) -> str:
    """The card in Markdown; `checkout` is the line of shell after which a checkout has its code."""
    manifest = challenger.bundle.manifest
    parts = (
        f"# {manifest.name} {manifest.version}\n",
        "What a player can be expected to do in a match: minutes first (not at all, from the bench, from the start),"
        f" then goals, assists and Fantasy Premier League's points. {len(manifest.features)} features of catalogue"
        f" {manifest.catalogue_version}, {len(challenger.bundle.content) / KILOBYTE:.0f} kB of files without code: two"
        " sets, learned with and without words on absences.\n",
        "## What it learned from\n",
        _learned_from(challenger, competitions),
        "## How it was judged\n",
        "Walk-forward: each season by models that knew only what was known before its first deadline. Root mean square"
        " error, or log loss of a chance, lower is better, over all listed players; beside a forecast that needs no"
        " model and by how much it is beaten, with a 95% interval over gameweeks.\n",
        _table(results(challenger.walked)),
        "## Limits\n",
        _limits(competitions),
        "## Making it again\n",
        _again(manifest, challenger.bundle.sha256, checkout, environment),
    )
    return "\n".join(parts)


def _learned_from(challenger: PlayerChallenger, competitions: str) -> str:
    manifest, frame = challenger.bundle.manifest, challenger.known.players.frame
    first, last = (day.strftime("%Y-%m-%d") for day in (frame["kick_off"].sort()[0], frame["kick_off"].sort()[-1]))
    return (
        f"{frame.height} matches of players of {competitions}, {first} to {last}, with the vectors"
        f" that were served at each gameweek's deadline; the latest became known {manifest.trained_until}. Snapshot"
        f" `{manifest.snapshot}`.\n"
    )


def _table(found: list[Result]) -> str:
    lines = ["| target | season | rows | error | to beat | its error | lower by |", "|---|---|---|---|---|---|---|"]
    chosen = {(one.target, one.season, one.model): one for one in found if one.subset == "all-rows"}
    for target in TOLD:
        for season in [*sorted({season for _, season, _ in chosen} - {ALL}), ALL]:
            ours = chosen[target, season, OURS]
            if ours.against is None or ours.better is None:
                continue
            beside, gain = chosen[target, season, ours.against], ours.better
            lines.append(
                f"| {target} | {season} | {ours.n} | {_error(ours):.4f} | {ours.against} | {_error(beside):.4f}"
                f" | {gain.percent:.1f}% [{gain.low:.1f}, {gain.high:.1f}] |"
            )
    return "\n".join(lines) + "\n"


def _error(one: Result) -> float:
    found = one.rmse if one.rmse is not None else one.log_loss
    return float("nan") if found is None else found


def _limits(competitions: str) -> str:
    return (
        f"* For {competitions} alone; nothing is known of how it does elsewhere.\n"
        "* The figures are those of its method, refitted for each season; this fit has seen all of its rows.\n"
        "* Of a player without a history little is known: his row begins at the means of his position.\n"
        "* Goals and assists add up to what the team is expected to score; who takes penalties is not known to it.\n"
    )


def _again(manifest: Manifest, sha256: str, checkout: str, environment: Mapping[str, str]) -> str:
    with_ = ", ".join(f"{name} {environment[name]}" for name in sorted(environment))
    return (
        f"```\n{checkout}\nmake reproduce RUN={manifest.version}"
        f" MODEL={manifest.name.removeprefix('touchline-')}\n```\n\n"
        f"Its `dvc.lock` stands in S3 at `models/{manifest.name}/{manifest.version}/` and among the run's files."
        f" sha256 of the bundle: `{sha256}`. Made with {with_}.\n"
    )
