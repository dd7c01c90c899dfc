"""One dialect under atheris: `python -m tests.fuzz.dialect SOURCE --executions 200000 --seed 1 --found FOLDER`.

A finding does not end the run: it is counted by what went wrong and where, and its first input is kept.
"""

import argparse
import json
import os
import random
import sys
import time
from pathlib import Path

import atheris

with atheris.instrument_imports(include=["touchline.normalizer.dialects"], enable_loader_override=False):
    from touchline.normalizer.dialects.registry import DIALECTS

from tests.fuzz.corpus import seeds_of
from tests.fuzz.findings import Findings, target
from tests.fuzz.mutations import changed, in_table, kind_of

HANGS = 60  # seconds, after which libFuzzer ends the run
LONGEST, LONGEST_TABLE = 8_192, 2_560  # bytes of an input; a table has all its quirks in a few lines
MEMORY = 2_048  # megabytes


def main() -> None:
    """Run; the outcome is written after the last execution."""
    asked = _parser().parse_args()
    seeds, names = seeds_of(asked.source)
    tables = all(kind_of(seed.content) is in_table for seed in seeds)
    longest = LONGEST_TABLE if tables else LONGEST
    corpus = asked.found / "corpus"
    corpus.mkdir(parents=True, exist_ok=True)
    for number, seed in enumerate(seeds):
        (corpus / f"seed-{number}").write_bytes(bytes([number]) + seed.content[: longest - 1])
    findings, begun = Findings(asked.found), time.monotonic()
    one_input = target(DIALECTS, seeds, names, findings)

    def until_the_last(data: bytes) -> None:
        one_input(data)
        seconds = time.monotonic() - begun
        if findings.executions >= asked.executions or seconds >= asked.seconds:
            told = {"executions": findings.executions, "seconds": round(seconds), "seeds": len(seeds)}
            (asked.found / "outcome.json").write_text(json.dumps({**told, "findings": findings.counts}))
            os._exit(0)  # libFuzzer has no other end that lets us write what we found

    limits = [f"-max_len={longest}", f"-timeout={HANGS}", f"-rss_limit_mb={MEMORY}"]
    arguments = [f"-seed={asked.seed}", "-verbosity=0", *limits, f"-artifact_prefix={asked.found}/", str(corpus)]
    atheris.Setup([sys.argv[0], *arguments], until_the_last, custom_mutator=mutated)
    atheris.Fuzz()


def mutated(data: bytes, longest: int, seed: int) -> bytes:
    """The next input: changed in its shape, or in its bytes."""
    dice = random.Random(seed)
    if len(data) < 2 or dice.random() < 0.5:
        return bytes(atheris.Mutate(data, longest))
    return (data[:1] + changed(data[1:], dice))[:longest]


def _parser() -> argparse.ArgumentParser:
    parser = argparse.ArgumentParser(prog="python -m tests.fuzz.dialect", description=__doc__)
    parser.add_argument("source", choices=sorted(DIALECTS))
    parser.add_argument("--executions", type=int, default=200_000)
    parser.add_argument("--seconds", type=float, default=float("inf"), help="end earlier than after all executions")
    parser.add_argument("--seed", type=int, default=1)
    parser.add_argument("--found", type=Path, required=True, help="folder for findings and the outcome")
    return parser


if __name__ == "__main__":
    main()
