"""The as-of join: seconds for 20,000 and 1,000,000 questions, and the cells in which the answers differ."""

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from pathlib import Path
from statistics import median
from typing import Any

import polars as pl

from benchmarks.features.asked import questions
from benchmarks.features.oracle import brute_force
from benchmarks.features.rows import Row, beside, ours, short, theirs

FEW, MANY = 20_000, 1_000_000
NAMED = {FEW: "20k", MANY: "1m"}
OURS, THEIRS = "ours.parquet", "theirs.parquet"  # the latest answers
AT_ONCE = 20_000  # questions in one call of Feast's: more do not fit into 8 GiB
RUNS = 3  # processes of each side
WARM, COUNTED = 1, 2  # calls in each process
FEAST, FEAST_DUCKDB = "feast", "feast-duckdb"
OFFLINE = {FEAST: "file", FEAST_DUCKDB: "duckdb"}


@dataclass(frozen=True, slots=True)
class Semantics:
    """How a question of ours is put to Feast: which rows, which of their times is the event's, which the creation's."""

    name: str
    mode: str
    rows: pl.Expr
    event: str
    created: str
    known_only: bool = False
    ties: bool = False  # rows of one moment, known one after the other


SEMANTICS = (
    Semantics("served rows by when they were known", "as_served", pl.col("served"), "known_at", "as_of"),
    Semantics("standing rows by what they tell of", "as_corrected", pl.col("standing"), "as_of", "known_at"),
    Semantics(
        "all rows known by then, by what they tell of", "as_served", pl.lit(True), "as_of", "known_at", True, True
    ),
)


@dataclass(frozen=True, slots=True)
class Ground:
    """Where the rows lie."""

    rows: pl.DataFrame
    features: Sequence[str]
    folder: Path

    @property
    def snapshot(self) -> Path:
        """Ours."""
        return self.folder / "snapshot"

    def asked(self, count: int) -> Path:
        """A file of questions, under both sides' names for the moment."""
        file = self.folder / f"asked-{count}.parquet"
        if not file.exists():
            found = questions(self.rows, count)
            found.with_columns(event_timestamp="at").write_parquet(file)
            found.write_parquet(file.with_name(f"ours-{file.name}"))
        return file

    def plan(self, count: int, how: Semantics, offline: str, repeats: int) -> dict[str, Any]:
        """For both sides."""
        rows = self.folder / f"rows-{SEMANTICS.index(how)}.parquet"
        if not rows.exists():
            chosen = self.rows.filter(how.rows).sort(how.event, how.created)
            stamps = [pl.col(how.event).alias("event_timestamp"), pl.col(how.created).alias("created")]
            chosen.select("team_id", *stamps, *self.features).write_parquet(rows)
        file = self.asked(count)
        return {
            "folder": str(self.folder / f"{offline}-{SEMANTICS.index(how)}"),
            "rows": str(rows),
            "snapshot": str(self.snapshot),
            "entities": str(file),
            "features": list(self.features),
            "mode": how.mode,
            "offline": offline,
            "known_only": how.known_only,
            "at_once": AT_ONCE,
            "repeats": repeats,
        }


@dataclass(frozen=True, slots=True)
class Compared:
    """Cells of two answers to the same questions."""

    differing: int = 0
    cells: int = 0
    left_out: int = 0  # questions that theirs does not answer

    def __add__(self, other: "Compared") -> "Compared":
        return Compared(self.differing + other.differing, self.cells + other.cells, self.left_out + other.left_out)


def joining(ground: Ground) -> Iterator[Row]:
    """Speeds beside both of Feast's stores, and every answer compared."""
    total = Compared()
    for peer in OFFLINE:
        for count, runs, warm, counted in ((FEW, RUNS, WARM, COUNTED), (MANY, 1, 0, 1)):
            yield from speed(ground, count, peer, runs, warm, counted)
            total += compared(ground)
    yield from differences(ground, total)


def speed(ground: Ground, count: int, peer: str, runs: int, warm: int, counted: int) -> Iterator[Row]:
    """Seconds from the files to the table of features, the median of all counted calls, ours and theirs in turn."""
    plan = ground.plan(count, SEMANTICS[0], OFFLINE[peer], warm + counted)
    pairs = [(_ours({**plan, "repeats": WARM + COUNTED}), _theirs(plan)) for _ in range(runs)]
    mine, others = [one for one, _ in pairs], [other for _, other in pairs]
    figures = _median(mine, "seconds", WARM), _median(others, "seconds", warm)
    megabytes = [round(max(pair[side]["megabytes"] for pair in pairs)) for side in (0, 1)]
    note = (
        f"files read by both in each call, processes warm, median of {runs * counted};"
        f" theirs in {others[0]['calls']} calls of {min(count, AT_ONCE)} rows;"
        f" peak memory {megabytes[0]} MB here, {megabytes[1]} MB there"
    )
    name = f"as-of-{NAMED[count]}"
    other = name if peer == FEAST else f"{name}/duckdb"
    yield beside(other, "s", figures, peer, count, more_is_better=False, note=note)
    if peer == FEAST:
        held = _median(mine, "in_memory", WARM)
        yield Row(f"{name}/held", "s", short(held), count, note="ours with the rows held in memory")


def _median(answers: Sequence[dict[str, Any]], what: str, warm: int) -> float:
    """Of the seconds of all calls but the first ones of each process."""
    return float(median(seconds for one in answers for seconds in one[what][warm:]))


def differences(ground: Ground, before: Compared) -> Iterator[Row]:
    """Cells in which the answers differ, for each way to put the question, with both of Feast's stores.

    One pair is told apart: of rows of one moment Feast promises the one created last, but its Dask store sorts by the
    creation first and then, with a sort that keeps no order, by the moment. Its DuckDB store does as it promises.
    """
    total = before
    for how in SEMANTICS:
        for peer, offline in OFFLINE.items():
            found = _asked(ground, how, offline)
            if how.ties and peer == FEAST:
                note = (
                    f"{how.name}: rows of one moment, of which Feast's Dask store takes any; its DuckDB store does not"
                )
                yield Row("differing-cells/dask-ties", "cells", found.differing, found.cells, peer, note=note)
            else:
                total += found
    note = (
        "every answer to every question, Dask and DuckDB, served, corrected and late rows (Dask's ties told apart);"
        f" {total.left_out} questions before a team's first row are left out by Dask and null in ours"
    )
    yield Row("differing-cells", "cells", total.differing, total.cells, FEAST, note=note)
    yield beside_brute_force(ground)


def beside_brute_force(ground: Ground) -> Row:
    """Our answers of both modes beside those of a loop over all rows."""
    total = Compared()
    for how in SEMANTICS[:2]:
        plan = ground.plan(FEW, how, OFFLINE[FEAST], 1)
        _ours(plan)
        rows, asked = ground.rows.filter(how.rows), pl.read_parquet(plan["entities"])
        answer = brute_force(rows, asked, how.event, how.created, ground.features)
        answer.rename({"at": "event_timestamp"}).write_parquet(ground.folder / THEIRS)
        total += compared(ground)
    note = "as served and as corrected, beside a loop over every row of the team for every question"
    return Row("differing-cells/brute-force", "cells", total.differing, total.cells, "brute force", note=note)


def _asked(ground: Ground, how: Semantics, offline: str) -> Compared:
    plan = ground.plan(FEW, how, offline, 1)
    _ours(plan)
    _theirs(plan)
    return compared(ground)


def compared(ground: Ground) -> Compared:
    """The latest two answers, cell for cell; what theirs leaves out must be null in ours."""
    mine = pl.read_parquet(ground.folder / OURS)
    answer = pl.read_parquet(ground.folder / THEIRS).rename({"event_timestamp": "at"})
    answer = answer.with_columns(pl.col("at").cast(mine.schema["at"]), answered=True)
    both = mine.join(answer, on=["team_id", "at"], how="left", suffix="/theirs")
    differ = [
        both.select((~pl.col(name).eq_missing(pl.col(f"{name}/theirs").fill_nan(None))).sum()).item()
        for name in ground.features
    ]
    return Compared(sum(differ), len(mine) * len(differ), both["answered"].null_count())


def _ours(plan: dict[str, Any]) -> dict[str, Any]:
    asked = Path(plan["entities"])
    own = {"entities": str(asked.with_name(f"ours-{asked.name}")), "answer": str(asked.with_name(OURS))}
    return ours("as_of", {**plan, **own})


def _theirs(plan: dict[str, Any]) -> dict[str, Any]:
    return theirs("as_of", {**plan, "answer": str(Path(plan["entities"]).with_name(THEIRS))})
