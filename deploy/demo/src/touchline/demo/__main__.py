"""`python -m touchline.demo run | reconcile`."""

import argparse
import os
import sys
import time
from pathlib import Path

from touchline.demo import result
from touchline.demo.platform import Platform, StepFailed, repository_root
from touchline.demo.progress import say
from touchline.demo.reconcile import gather, reconcile
from touchline.demo.state import Shown, State
from touchline.demo.steps import DRIFT, FULL, LIVE, STEPS, WHOLE, Demo, everything_up
from touchline.schemas.sources import SOURCES

HISTORY_FROM = "2011-07-01"  # the drift rule looks at six seasons before those that are played on
PLAYER_SEASONS = "2"  # that models of players learn from: of all seasons it takes four minutes
WITHOUT = frozenset({"spi538"})  # a third of the time for matches of 38 more competitions, which FULL=1 shows
OF_THE_DRIFT = "football-data"  # results and prices: all that the rule looks at and the model learns from


def data_directory() -> Path:
    """The demo's own folder, so that a platform in use is left alone: TOUCHLINE_DATA, or `var/demo`."""
    return Path(os.environ.get("TOUCHLINE_DATA") or repository_root() / "var" / "demo").absolute()


def run(asked: argparse.Namespace) -> int:
    """All steps that no earlier run finished."""
    platform = Platform(data_directory())
    state = fresh_state(platform, Shown.DRIFT if asked.drift_alone else Shown.WHOLE)
    full, live = bool(os.environ.get("TOUCHLINE_FULL")), os.environ.get("TOUCHLINE_INPUT") == "live"
    if not full and not live:
        os.environ.setdefault("TOUCHLINE_HISTORY_FROM", HISTORY_FROM)
        sources = OF_THE_DRIFT if asked.drift_alone else ",".join(sorted(SOURCES.keys() - WITHOUT))
        os.environ.setdefault("TOUCHLINE_SOURCES", sources)
    os.environ.setdefault("TOUCHLINE_PLAYER_SEASONS", PLAYER_SEASONS)
    demo = Demo(platform, state, full)
    shown = DRIFT if asked.drift_alone else LIVE if live else FULL if full else WHOLE
    steps = [step for step in STEPS if step.name in shown]
    steps = [step for step in steps if not (asked.without_drift and step.name == "drift")]
    for number, step in enumerate(steps, 1):
        say(f"\n[{number}/{len(steps)}] {step.title}")
        if state.is_done(step.name) and step.name != "start":  # what is up stays up; what is not is started again
            say(f"  done before, in {state.seconds[step.name]:.0f} s")
            continue
        begun = time.monotonic()
        step.run(demo)
        state.done(step.name, time.monotonic() - begun)
    everything_up(demo)
    addresses = platform.addresses()
    if "drift" in state.facts:
        file = result.write_drift(state)
    if not asked.drift_alone:
        file = result.write(state, asked.setup_seconds, addresses, result.input_kind(platform.settings))
    state.finish()
    farewell(state, addresses, file, platform.begun_elsewhere)
    return 0


def fresh_state(platform: Platform, shown: Shown) -> State:
    """Where an interrupted demo stopped; an empty folder after a finished one, or one that showed something else."""
    state = State.open(platform.data)
    over = "was finished" if state.finished else "showed something else" if state.is_other_than(shown) else ""
    if over and platform.begun_elsewhere:
        raise StepFailed(f"the last demo {over}; deploy/compose/demo.sh empties its platform and starts anew")
    if over:
        say(f"the last demo {over}; {platform.data} is emptied and it starts anew")
        platform.stream("touchline.local", "clean", show=say)
        state = State.open(platform.data)
    state.shown = shown
    if state.seconds:
        say(f"an earlier demo was interrupted after: {', '.join(state.seconds)}; it goes on from there")
    return state


def farewell(state: State, addresses: dict[str, str], file: Path, begun_elsewhere: bool) -> None:
    """What to open, and how to stop."""
    seconds, where = sum(state.seconds.values()), Path(*file.parts[-2:])
    say(f"\nDone in {seconds:.0f} s; figures in {where}. The platform is left running:")
    for name, address in addresses.items():
        say(f"  {name:<11} {address}")
    say("Stop it with `deploy/compose/compose.sh down`." if begun_elsewhere else "Stop it with `make down`.")


def compare(_: argparse.Namespace) -> int:
    """Compare what came in with what is held; 1 when something is missing or doubled."""
    platform = Platform(data_directory())
    if not platform.begun_elsewhere and not platform.settings_file.is_file():
        raise StepFailed(f"no platform was started in {platform.data}; `make up` or `make demo` starts one")
    found = reconcile(gather(platform))
    for sentence in found.details:
        say(sentence)
    say(f"{found.lost} lost, {found.doubled} doubled")
    return 1 if found.lost or found.doubled else 0


def main() -> int:
    """Parse and run; a step that fails is one sentence and exit code 1."""
    parser = argparse.ArgumentParser(prog="python -m touchline.demo", description=__doc__)
    commands = parser.add_subparsers(required=True)
    running = commands.add_parser("run", help="once around the whole platform")
    running.add_argument("--without-drift", action="store_true", help="leave out the part in which the world changes")
    running.add_argument("--drift-alone", action="store_true", help="only that part, and what it needs before it")
    running.add_argument("--setup-seconds", type=float, default=None, help="how long set-up took, for the result")
    running.set_defaults(run=run)
    comparing = commands.add_parser("reconcile", help="compare what was landed, carried, held and served")
    comparing.set_defaults(run=compare)
    asked = parser.parse_args()
    try:
        return int(asked.run(asked))
    except StepFailed as failure:
        print(f"\nfailed: {failure}", file=sys.stderr)
        return 1
    except KeyboardInterrupt:
        print("\ninterrupted; the same command goes on from here", file=sys.stderr)
        return 130


if __name__ == "__main__":
    sys.exit(main())
