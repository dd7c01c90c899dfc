"""The campaign: seeded faults, one nemesis after the other, on Touchline's runtime and on plain Faust side by side.

`python -m tests.faults.campaign --seeds 20` writes `build/faults.json`; with `--system feature-store` each nemesis
comes `--seeds` times over two feature-store workers, and the outcome is added to the file.
"""

import argparse
import asyncio
import json
import logging
import tempfile
import time
from collections.abc import Sequence
from pathlib import Path

from tests.faults.echoing import Fault, one_seed
from tests.faults.feature_store import faulted
from tests.faults.ground import Ground, running_stack
from tests.faults.nemesis import NEMESES
from tests.faults.same_bytes import Comparison
from tests.faults.verdict import percentile

SYSTEMS = {
    "ours": ("ours",),
    "plain-faust": ("plain-faust",),
    "both": ("ours", "plain-faust"),
    "feature-store": (),
}


def main() -> int:
    """Run and write; exit 1 when our side lost, doubled or stuck anything."""
    logging.getLogger("aiokafka").setLevel(logging.CRITICAL)  # a killed broker is what we came for
    logging.getLogger("kafka").setLevel(logging.CRITICAL)
    arguments = _parser().parse_args()
    found: dict[str, object]
    with tempfile.TemporaryDirectory(prefix="touchline-faults-") as data, running_stack(Path(data)) as ground:
        if arguments.system == "feature-store":
            compared = asyncio.run(feature_store_campaign(ground, arguments.seeds, arguments.nemesis))
            found, bad = {"feature-store": feature_store_report(compared)}, any(map(_differs, compared))
        else:
            systems = SYSTEMS[arguments.system]
            faults = asyncio.run(echo_campaign(ground, arguments.seeds, arguments.nemesis, systems))
            found, bad = report(faults), any(one.run.ours and not _clean(one) for one in faults)
    arguments.out.parent.mkdir(parents=True, exist_ok=True)
    before = json.loads(arguments.out.read_text()) if arguments.out.exists() else {}
    arguments.out.write_text(json.dumps({**before, **found}, indent=2) + "\n")
    return int(bad)


async def echo_campaign(ground: Ground, seeds: int, only: str | None, systems: Sequence[str]) -> list[Fault]:
    """Seeds 1…n, each with the next nemesis."""
    faults: list[Fault] = []
    for seed in range(1, seeds + 1):
        nemesis = only or list(NEMESES)[(seed - 1) % len(NEMESES)]
        started = time.monotonic()
        for fault in await one_seed(ground, seed, nemesis, systems):
            faults.append(fault)
            print(f"seed {seed}: {_sentence(fault)} ({time.monotonic() - started:.0f} s)", flush=True)
    return faults


async def feature_store_campaign(ground: Ground, seeds: int, only: str | None) -> list[Comparison]:
    """Every nemesis as often as there are seeds, each against an undisturbed run of the same input."""
    compared: list[Comparison] = []
    for nemesis in [only] if only else list(NEMESES):
        started = time.monotonic()
        one = await faulted(ground, nemesis, seeds, seed=1)
        compared.append(one)
        print(
            f"{one.faults} times {nemesis} on feature-store: {one.rows} rows compared, {one.lost} lost,"
            f" {one.doubled} doubled, {one.repeats} repeats, {one.stuck} stuck ({time.monotonic() - started:.0f} s)",
            *one.details[:5],
            sep="\n  ",
            flush=True,
        )
    return compared


def feature_store_report(compared: Sequence[Comparison]) -> dict[str, object]:
    """The comparisons together, and by nemesis."""
    return {**_together(compared), "by_nemesis": {one.nemesis: _together([one]) for one in compared}}


def _together(compared: Sequence[Comparison]) -> dict[str, int | float]:
    return {
        "faults": sum(one.faults for one in compared),
        "rows": sum(one.rows for one in compared),
        "lost": sum(one.lost for one in compared),
        "doubled": sum(one.doubled for one in compared),
        "stuck": sum(one.stuck for one in compared),
        "repeats": sum(one.repeats for one in compared),
        "recovery_p95_s": percentile([seconds for one in compared for seconds in one.recoveries], 0.95),
    }


def _differs(one: Comparison) -> bool:
    return bool(one.lost or one.doubled or one.stuck)


def report(faults: Sequence[Fault]) -> dict[str, object]:
    """The file's content: each system over all, then by nemesis."""
    systems = sorted({one.run.system for one in faults})
    nemeses = sorted({one.run.nemesis for one in faults})
    return {
        **{system: _summary([one for one in faults if one.run.system == system]) for system in systems},
        "by_nemesis": {
            nemesis: {
                system: _summary([one for one in faults if (one.run.system, one.run.nemesis) == (system, nemesis)])
                for system in systems
            }
            for nemesis in nemeses
        },
    }


def _summary(faults: Sequence[Fault]) -> dict[str, int | float]:
    verdicts = [one.verdict for one in faults]
    return {
        "faults": len(faults),
        "events": sum(one.offered for one in verdicts),
        "lost": sum(one.lost for one in verdicts),
        "doubled": sum(one.doubled for one in verdicts),
        "stuck": sum(one.stuck for one in verdicts),
        "repeats": sum(one.repeats for one in verdicts),
        "restarts": sum(one.restarts for one in faults),
        "recovery_p95_s": percentile([one.recovery for one in verdicts], 0.95),
    }


def _clean(fault: Fault) -> bool:
    return not (fault.verdict.lost or fault.verdict.doubled or fault.verdict.stuck)


def _sentence(fault: Fault) -> str:
    verdict = fault.verdict
    return (
        f"{fault.run.nemesis} on {fault.run.system}: {verdict.offered} events, {verdict.lost} lost,"
        f" {verdict.doubled} doubled, {verdict.repeats} repeats, {'stuck' if verdict.stuck else 'quiet'},"
        f" recovered in {verdict.recovery:.1f} s"
    )


def _parser() -> argparse.ArgumentParser:
    parser = argparse.ArgumentParser(prog="python -m tests.faults.campaign", description=__doc__)
    parser.add_argument("--seeds", type=int, default=20, help="how many seeded faults")
    parser.add_argument("--nemesis", choices=sorted(NEMESES), help="this one only, instead of all in turn")
    parser.add_argument("--system", choices=sorted(SYSTEMS), default="both")
    parser.add_argument("--out", type=Path, default=Path("build/faults.json"))
    return parser


if __name__ == "__main__":
    raise SystemExit(main())
