"""What is asked of both sides: teams and moments, among them the very moments at which rows became known."""

import numpy as np
import polars as pl

EXACT = 0.05  # share of questions at the moment of a row, and as many a microsecond before one
BEFORE = 90 * 24 * 3600 * 10**6  # microseconds: questions begin so long before the first row
SEED = 20261124


def questions(rows: pl.DataFrame, count: int) -> pl.DataFrame:
    """`team_id` and `at`, each pair once (Feast answers a pair once however often it is asked), in random order."""
    random = np.random.default_rng(SEED)
    found = pl.concat([_drawn(rows, count, random), _exact(rows, int(count * EXACT), random)])
    return found.unique(maintain_order=True).sample(count, shuffle=True, seed=SEED)


def _drawn(rows: pl.DataFrame, count: int, random: np.random.Generator) -> pl.DataFrame:
    """Any team at any moment, from before the first row on."""
    teams = rows["team_id"].unique().sort().to_numpy()
    first, last = rows["as_of"].to_physical().to_numpy().min(), rows["known_at"].to_physical().to_numpy().max()
    moments = random.integers(first - BEFORE, last, count)
    at = pl.Series("at", moments).cast(pl.Datetime("us", "UTC"))
    return pl.DataFrame({"team_id": random.choice(teams, count), "at": at})


def _exact(rows: pl.DataFrame, count: int, random: np.random.Generator) -> pl.DataFrame:
    chosen = rows[random.integers(0, len(rows), count)]
    just_before = pl.col("known_at") - pl.duration(microseconds=1)
    moments = (pl.col("known_at"), pl.col("as_of"), just_before)
    return pl.concat([chosen.select("team_id", at=moment) for moment in moments])
