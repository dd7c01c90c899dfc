"""Command line of the trainer: one command, one answer on standard output, one exit code.

Exit codes: 0 done (a refused challenger is an answer, too), 2 refused or a part is missing, 3 already claimed,
4 a model made again is another one, 5 there is too little to learn from.
"""

import argparse
import asyncio
import json
import os
import sys
import time
from collections.abc import Awaitable, Callable
from datetime import UTC, datetime
from pathlib import Path

from touchline.runtime.errors import Refused, Unavailable
from touchline.runtime.logs import configure_logs, log
from touchline.runtime.migrations import upgrade
from touchline.runtime.settings import load
from touchline.trainer import ledger
from touchline.trainer.app import SERVICE, connected, follow, train
from touchline.trainer.archiving import json_of
from touchline.trainer.asked import TooLittle, unclaimed
from touchline.trainer.backtest import command as backtest
from touchline.trainer.backtest_players import GAMEWEEKS, SEASONS, backtest_players
from touchline.trainer.config import TrainerSettings
from touchline.trainer.moments import moment
from touchline.trainer.rolling_back import roll_back
from touchline.trainer.runs import options
from touchline.trainer.runs.command import NOT_REPRODUCED, NotReproduced
from touchline.trainer.serving import await_serving
from touchline.trainer.trying import heed_returns

REFUSED = 2
TOO_LITTLE = 5
ALREADY_CLAIMED = 3
PAUSE = 2.0  # seconds between attempts while a part is down

Command = Callable[[TrainerSettings, argparse.Namespace], Awaitable[str]]


def main() -> None:
    """Parse, run, and answer a failure with one line."""
    arguments = _parser().parse_args()
    settings = load(TrainerSettings)
    configure_logs(SERVICE, settings.instance)
    try:
        print(_patiently(arguments.run, settings, arguments))
    except ledger.AlreadyClaimed as claimed:
        print(claimed, file=sys.stderr)
        raise SystemExit(ALREADY_CLAIMED) from None
    except NotReproduced as other:
        print(other, file=sys.stderr)
        raise SystemExit(NOT_REPRODUCED) from None
    except TooLittle as little:
        print(little, file=sys.stderr)
        raise SystemExit(TOO_LITTLE) from None
    except (Refused, Unavailable) as error:
        print(error, file=sys.stderr)
        raise SystemExit(REFUSED) from None


def _patiently(run: Command, settings: TrainerSettings, arguments: argparse.Namespace) -> str:
    """Every command may be repeated from its start, so a part that is down is waited for up to the start time-out."""
    deadline = time.monotonic() + settings.start_timeout
    while True:
        try:
            return asyncio.run(_awaited(run(settings, arguments)))
        except Unavailable as down:
            if time.monotonic() + PAUSE > deadline:
                raise
            log.warning("waiting", part=str(down))
            time.sleep(PAUSE)


async def _awaited(answer: Awaitable[str]) -> str:
    return await answer


async def _migrate(settings: TrainerSettings, _: argparse.Namespace) -> str:
    await asyncio.to_thread(upgrade, settings, SERVICE, Path(__file__).parent / "migrations")
    return "the ledger's tables are there"


async def _train(settings: TrainerSettings, arguments: argparse.Namespace) -> str:
    named = {"model_name": _model(settings, arguments)}
    async with connected(settings.model_copy(update=named)) as platform:
        await heed_returns(platform)  # or the next challenger is judged against one that does not answer
        return json_of(await train(platform, arguments.request_id, arguments.until))


def _model(settings: TrainerSettings, arguments: argparse.Namespace) -> str:
    """The model that is meant."""
    if arguments.model is not None:
        return str(arguments.model)
    return settings.player_model_name if arguments.players else settings.model_name


async def _claim(settings: TrainerSettings, arguments: argparse.Namespace) -> str:
    async with connected(settings) as platform:
        await ledger.claim(platform.database, arguments.request_id, arguments.run_name, datetime.now(UTC))
    return f"claimed {arguments.request_id} for {arguments.run_name}"


async def _unclaimed(settings: TrainerSettings, _: argparse.Namespace) -> str:
    async with connected(settings) as platform:
        return json.dumps(await unclaimed(settings, platform.database))


async def _await_serving(settings: TrainerSettings, arguments: argparse.Namespace) -> str:
    async with connected(settings) as platform:
        model = _model(settings, arguments)
        return await await_serving(settings, platform.database, arguments.request_id, model, arguments.timeout)


async def _rollback(settings: TrainerSettings, arguments: argparse.Namespace) -> str:
    async with connected(settings) as platform:
        name = arguments.model or settings.model_name
        return json_of(await roll_back(platform, name, arguments.version, arguments.because))


async def _backtest(settings: TrainerSettings, arguments: argparse.Namespace) -> str:
    return await asyncio.to_thread(backtest.run, arguments, settings.dask_scheduler)


async def _drain(settings: TrainerSettings, _: argparse.Namespace) -> str:
    async with connected(settings) as platform:
        returned = await heed_returns(platform)
        return f"{await follow(platform)} decisions followed, {len(returned)} of them returns of a canary"


async def _backtest_players(_: TrainerSettings, arguments: argparse.Namespace) -> str:
    return await asyncio.to_thread(
        backtest_players, arguments.history, arguments.out, arguments.seasons, arguments.gameweeks
    )


def _parser() -> argparse.ArgumentParser:
    parser = argparse.ArgumentParser(prog="python -m touchline.trainer", description=__doc__)
    commands = parser.add_subparsers(required=True)
    migrate = commands.add_parser("migrate", help="create the ledger's tables")
    migrate.set_defaults(run=_migrate)
    training = commands.add_parser("train", help="learn, judge, promote or refuse; prints the decision as JSON")
    training.add_argument("--request-id", help="the retraining request that this answers")
    _add_model(training)
    training.add_argument("--until", type=moment, help="learn only from results available by this football time")
    training.set_defaults(run=_train)
    options.add_to(commands)
    claim = commands.add_parser("claim", help="take a request for one run; exit 3 when another run has it")
    claim.add_argument("--request-id", required=True)
    claim.add_argument("--run", dest="run_name", default=f"command {os.getpid()}", help="who claims; may ask again")
    claim.set_defaults(run=_claim)
    waiting = commands.add_parser("unclaimed", help="print the ids of requests that no run has claimed, as JSON")
    waiting.set_defaults(run=_unclaimed)
    serving = commands.add_parser("await-serving", help="wait until every live replica serves what was decided")
    serving.add_argument("--request-id", required=True)
    _add_model(serving)
    serving.add_argument("--timeout", type=float, default=120.0, help="seconds")
    serving.set_defaults(run=_await_serving)
    backtest.add_to(commands).set_defaults(run=_backtest)
    players = commands.add_parser("backtest-players", help="judge the models of players walk-forward")
    players.add_argument("--history", type=Path, required=True, help="the feature store's player-history")
    players.add_argument("--out", type=Path, required=True, help="JSON; the predictions go beside it as Parquet")
    players.add_argument("--seasons", nargs="+", default=SEASONS, help="to judge, each from what was known before")
    players.add_argument("--gameweeks", type=int, default=GAMEWEEKS, help="to forecast by one model; fewer: learn anew")
    players.set_defaults(run=_backtest_players)
    back = commands.add_parser("rollback", help="let a version serve again that served before; prints the decision")
    back.add_argument("--model", help="name in the registry; by itself the one of the settings")
    back.add_argument("--to", dest="version", required=True, help="the version")
    back.add_argument("--because", required=True, help="why, for the record")
    back.set_defaults(run=_rollback)
    drain = commands.add_parser("drain", help="complete topic, archive, pointer and alias after a crash")
    drain.set_defaults(run=_drain)
    return parser


def _add_model(command: argparse.ArgumentParser) -> None:
    which = command.add_mutually_exclusive_group()
    which.add_argument("--model", help=f"name in the registry, {options.NAMED}; by itself that of the settings")
    which.add_argument("--players", action="store_true", help="the models of players of the settings")


if __name__ == "__main__":
    main()
