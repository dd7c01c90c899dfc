"""The answer as tables for a terminal: scores of all matches, scores by season, differences with their intervals."""

from collections.abc import Iterable, Iterator, Sequence

from touchline.trainer.backtest.goals import GoalRow
from touchline.trainer.training.judging.differences import Difference
from touchline.trainer.training.judging.rows import ALL, Row

MARKETS = ("1x2", "over-2.5", "both-to-score")
SHOWN_AGAINST = ("dixon-coles", "market-before", "market-closing")


def tables(rows: Sequence[Row], found: Sequence[Difference]) -> str:
    """All of them."""
    parts = [part for market in MARKETS for part in _market(market, rows, found)]
    return "\n".join(parts)


def goal_table(found: Sequence[GoalRow]) -> str:
    """Errors in goals, RMSE and MAE, a row a model and a column a subset."""
    return "" if not found else f"\ngoals of a side, RMSE (MAE)\n{_lines(goal_cells(found))}"


def goal_cells(found: Sequence[GoalRow]) -> list[tuple[str, ...]]:
    """The same as cells, head first."""
    sizes = {row.subset: row.n for row in found}
    cells = {(row.model, row.subset): f"{row.rmse:.4f} ({row.mae:.4f})" for row in found}
    models = dict.fromkeys(row.model for row in found)
    head = ("", *(f"{subset}, {n}" for subset, n in sizes.items()))
    return [head, *((model, *(cells.get((model, subset), "") for subset in sizes)) for model in models)]


def _market(market: str, rows: Sequence[Row], found: Sequence[Difference]) -> Iterator[str]:
    whole = [row for row in rows if row.market == market and row.season == ALL]
    if not whole:
        return
    yield f"\n{market}, {whole[0].n} matches"
    yield _lines([("", "RPS", "log loss", "Brier", "right", "ECE (null)", "slope"), *map(_scores, whole)])
    gaps = [one for one in found if one.market == market and one.score == "rps" and one.against in SHOWN_AGAINST]
    if gaps:
        models = list(dict.fromkeys(one.model for one in gaps))
        named = [one for one in SHOWN_AGAINST if one in {gap.against for gap in gaps}]
        cells = [(model, *(_gap(gaps, model, against) for against in named)) for model in models]
        yield _lines([("RPS less that of …", *named), *cells])
    seasons = sorted({row.season for row in rows if row.market == market} - {ALL})
    by_season = {(row.model, row.season): row for row in rows if row.market == market}
    if len(seasons) > 1:
        scores = [(row.model, *(_rps(by_season.get((row.model, one))) for one in seasons)) for row in whole]
        yield _lines([("RPS by season", *seasons), *scores])


def _scores(row: Row) -> tuple[str, ...]:
    slope = "" if row.slope is None else f"{row.slope:.2f} [{row.slope_low:.2f}, {row.slope_high:.2f}]"
    calibration = f"{row.ece:.4f} ({row.ece_null:.4f})"
    return (
        row.model,
        f"{row.rps:.5f}",
        f"{row.log_loss:.5f}",
        f"{row.brier:.4f}",
        f"{row.accuracy:.3f}",
        calibration,
        slope,
    )


def _gap(gaps: Iterable[Difference], model: str, against: str) -> str:
    for one in gaps:
        if (one.model, one.against) == (model, against):
            return f"{one.difference:+.5f} [{one.low:+.5f}, {one.high:+.5f}]"
    return ""


def _rps(row: Row | None) -> str:
    return "" if row is None else f"{row.rps:.4f}"


def _lines(cells: Sequence[Sequence[str]]) -> str:
    """Columns as wide as their widest cell; names to the left, numbers to the right.

    >>> print(_lines([("", "RPS"), ("blend", "0.2")]))
           RPS
    blend  0.2
    """
    widths = [max(len(row[column]) for row in cells) for column in range(len(cells[0]))]
    return "\n".join(
        "  ".join(
            cell.ljust(width) if place == 0 else cell.rjust(width)
            for place, (cell, width) in enumerate(zip(row, widths, strict=True))
        ).rstrip()
        for row in cells
    )
