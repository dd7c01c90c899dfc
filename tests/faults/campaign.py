"""The campaign: seeded faults, one nemesis after the other, on Touchline's runtime and on plain Faust side by side.

`python -m tests.faults.campaign --seeds 20` writes `build/faults.json`.
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
from tests.faults.ground import Ground, running_stack
from tests.faults.nemesis import NEMESES
from tests.faults.verdict import percentile

SYSTEMS = {"ours": ("ours",), "plain-faust": ("plain-faust",), "both": ("ours", "plain-faust")}


def main() -> int:
    """Run and write; exit 1 when our side lost, doubled or stuck anything."""
    logging.getLogger("aiokafka").setLevel(logging.CRITICAL)  # a killed broker is what we came for
    logging.getLogger("kafka").setLevel(logging.CRITICAL)
    arguments = _parser().parse_args()
    with tempfile.TemporaryDirectory(prefix="touchline-faults-") as data, running_stack(Path(data)) as ground:
        faults = asyncio.run(echo_campaign(ground, arguments.seeds, arguments.nemesis, SYSTEMS[arguments.system]))
    arguments.out.parent.mkdir(parents=True, exist_ok=True)
    arguments.out.write_text(json.dumps(report(faults), indent=2) + "\n")
    return int(any(one.run.ours and not _clean(one) for one in faults))


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
