"""A model card: what a model is, what it learned from, how it was judged, what it cannot do, how to make it again.

Mitchell and others (2019), Model Cards for Model Reporting, https://doi.org/10.1145/3287560.3287596.
"""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass

from touchline.trainer.recording.figures import calibration_of
from touchline.trainer.recording.walked import Walked
from touchline.trainer.training.beside import Beside
from touchline.trainer.training.learning import Challenger
from touchline.trainer.training.matches import moment_of
from touchline.trainer.training.walk_forward import ALL, BASE_RATES, SeasonScore

DECIDED = "\n## Decision\n"
KILOBYTE = 1_000
LONGEST = 5_000  # characters that MLflow keeps of a description


@dataclass(frozen=True, slots=True)
class Origin:
    """Where a challenger came from."""

    competitions: str
    checkout: str  # the line of shell after which a checkout has its code
    environment: Mapping[str, str]


def card_of(challenger: Challenger, walked: Walked, origin: Origin) -> str:
    """The card in Markdown."""
    manifest = challenger.bundle.manifest
    parts = (
        f"# {manifest.name} {manifest.version}\n",
        f"Chances of a home win, a draw and an away win before kick-off, by `{challenger.method}`:"
        f" {len(manifest.features)} features of catalogue {manifest.catalogue_version},"
        f" {len(challenger.bundle.content) / KILOBYTE:.0f} kB of files without code.\n",
        "## What it learned from\n",
        _learned_from(challenger, origin),
        "## How it was judged\n",
        "Walk-forward: each season by models that knew only what was known before its first kick-off. Ranked"
        " probability score and log loss, lower is better, beside how often each result came before.\n",
        _table(challenger.method, challenger.walked.scores),
        _calibration(walked),
        _with_odds(challenger.beside),
        "## Limits\n",
        _limits(challenger, origin),
        "## Making it again\n",
        _again(challenger, origin),
    )
    return "\n".join(parts)


def with_decision(card: str, sentence: str) -> str:
    """The card with what was decided at its end, in place of what was decided before; short enough for MLflow.

    >>> with_decision(with_decision("# v1\\n", "refused: too slow"), "promoted: first model")
    '# v1\\n\\n## Decision\\n\\npromoted: first model\\n'
    """
    end = f"{DECIDED}\n{sentence}\n"
    return shortened(card.split(DECIDED)[0], LONGEST - len(end)) + end


def shortened(card: str, longest: int = LONGEST) -> str:
    """The beginning of a card; the whole one is among the run's files."""
    more = "\n…\n\nThe rest stands in `card.md` of the run.\n"
    return card if len(card) <= longest else card[: longest - len(more)] + more


def _learned_from(challenger: Challenger, origin: Origin) -> str:
    manifest, matches = challenger.bundle.manifest, challenger.matches
    first, last = (moment_of(int(one)) for one in (matches.kick_offs.min(), matches.kick_offs.max()))
    return (
        f"{len(matches)} played matches of {origin.competitions}, {first:%Y-%m-%d} to {last:%Y-%m-%d}, with the vectors"
        f" that were known before each; the latest result became known {manifest.trained_until}. Snapshot"
        f" `{manifest.snapshot}`.\n"
    )


def _table(method: str, scores: Iterable[SeasonScore]) -> str:
    found = {(one.method, one.season): one for one in scores}
    seasons = sorted({season for of, season in found if of == method} - {ALL})
    lines = [
        "| season | matches | RPS | of base rates | log loss | of base rates |",
        "|---|---|---|---|---|---|",
    ]
    for season in (*seasons, ALL):
        ours, base = found[method, season], found[BASE_RATES, season]
        lines.append(
            f"| {season} | {ours.matches} | {ours.ranked_probability_score:.4f} | {base.ranked_probability_score:.4f}"
            f" | {ours.log_loss:.4f} | {base.log_loss:.4f} |"
        )
    return "\n".join(lines) + "\n"


def _calibration(walked: Walked) -> str:
    found = calibration_of(walked)
    slope = ""
    if "slope" in found:
        interval = f"{found['slope_low']:.2f} to {found['slope_high']:.2f}"
        slope = f" Slope {found['slope']:.2f} (95%: {interval}; 1 is calibrated)."
    return f"Calibration error {found['ece']:.4f}; a perfect forecaster would have {found['ece_null']:.4f}.{slope}\n"


def _with_odds(beside: Beside) -> str:
    held = "is in the bundle" if beside.packed else "is not in the bundle"
    return f"The product with odds {held}. It was judged on matches with prices: {beside.reason}.\n"


def _limits(challenger: Challenger, origin: Origin) -> str:
    scores = challenger.walked.by_match[challenger.method]
    error = scores.std() / len(scores) ** 0.5
    return (
        f"* For {origin.competitions} alone; nothing is known of how it does elsewhere.\n"
        "* The figures are those of its method, refitted for each season; this fit has seen all of its matches. On"
        f" {len(scores)} matches a mean RPS has a standard error of about {error:.4f}.\n"
        "* Of a club without a history little is known: its vectors begin at priors, those of a promoted club.\n"
        "* It is told what a fan may know before kick-off, and no news after its vector was made.\n"
    )


def _again(challenger: Challenger, origin: Origin) -> str:
    manifest, made_with = challenger.bundle.manifest, origin.environment
    with_ = ", ".join(f"{name} {made_with[name]}" for name in sorted(made_with))
    return (
        f"```\n{origin.checkout}\nmake reproduce RUN={manifest.version}"
        f" MODEL={manifest.name.removeprefix('touchline-')}\n```\n\n"
        f"Its `dvc.lock` stands in S3 at `models/{manifest.name}/{manifest.version}/` and among the run's files."
        f" sha256 of the bundle: `{challenger.bundle.sha256}`. Made with {with_}.\n"
    )
