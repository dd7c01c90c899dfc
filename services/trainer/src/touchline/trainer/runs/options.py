"""How the commands of runs are called."""

import argparse
from pathlib import Path

from touchline.trainer.moments import moment_or_none
from touchline.trainer.runs import command

MATCH = "touchline-match"
NAMED = "of the model: one that ends in `player` is of players"


def add_to(commands: "argparse._SubParsersAction[argparse.ArgumentParser]") -> None:
    """Say it."""
    snapshot = commands.add_parser("snapshot", help="played matches with their vectors as a file, out of the platform")
    snapshot.add_argument("--name", default=MATCH, help=NAMED)
    snapshot.add_argument("--competitions", help="with commas; by itself those of the settings")
    seasons = "only the latest so many, of players; by itself as the settings say"
    snapshot.add_argument("--seasons", type=int, metavar="N", help=seasons)
    until = "only what was available by this football time; empty: everything"
    snapshot.add_argument("--until", type=moment_or_none, metavar="TIME", help=until)
    snapshot.add_argument("--out", type=Path, required=True, metavar="FILE")
    snapshot.set_defaults(run=command.snapshot)
    learn = commands.add_parser("learn", help="a bundle and its scores from a snapshot, without a platform")
    learn.add_argument("--snapshot", type=Path, required=True, metavar="FILE")
    learn.add_argument("--name", default=MATCH, help=f"{NAMED}; a part of what is packed")
    learn.add_argument("--out", type=Path, required=True, metavar="FOLDER")
    learn.set_defaults(run=command.learn)
    evaluate = commands.add_parser("evaluate", help="figures and plots of what was learned")
    evaluate.add_argument("--learned", type=Path, required=True, metavar="FOLDER", help="what `learn` left")
    evaluate.add_argument("--name", default=MATCH, help=NAMED)
    evaluate.add_argument("--out", type=Path, required=True, metavar="FOLDER")
    evaluate.set_defaults(run=command.evaluate)
    again = commands.add_parser("reproduce", help="make the model of a run again from its dvc.lock, and compare")
    again.add_argument("--run", dest="version", required=True, metavar="VERSION", help="the model's version")
    again.add_argument("--model", help="name in the registry; by itself the one of the settings")
    again.add_argument("--from", dest="source", type=Path, metavar="FOLDER", help="a copy of the platform's bucket")
    again.add_argument("--checkout", type=Path, default=Path(), metavar="FOLDER", help="whose code is run")
    again.add_argument("--dvc", type=Path, default=Path(".tools/dvc/bin/dvc"), metavar="PROGRAM")
    again.add_argument("--any-code", action="store_true", help="also where the code is not the run's; only compare")
    again.set_defaults(run=command.reproduced)
