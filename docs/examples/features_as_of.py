"""Features of one fixture as of some dates: what changed from one to the next, and a picture of it.

    python docs/examples/features_as_of.py E0:2019-20:arsenal:chelsea \
        2019-12-01T00:00:00Z 2019-12-15T00:00:00Z 2019-12-29T12:00:00Z \
        --from-snapshot s3://touchline/feature-snapshots/2020-03-01T12-30-05Z --out features.svg

Without `--from-snapshot` the database that TOUCHLINE_DATABASE names is asked.
"""

import argparse
from collections.abc import Sequence
from datetime import datetime
from pathlib import Path
from xml.sax.saxutils import escape

import polars as pl

from touchline.feature_store import as_of, from_snapshot

COLOURS = ("#9ecae1", "#4292c6", "#08306b")  # from the first date to the last
DRAWN = 30  # features, those that changed most
LEFT, WIDTH, HEAD, LINE = 320, 520, 40, 26  # pixels


def main(arguments: Sequence[str] | None = None) -> int:
    """Ask, print what changed, draw it."""
    chosen = _parser().parse_args(arguments)
    source = from_snapshot(chosen.from_snapshot) if chosen.from_snapshot else None
    asked = pl.DataFrame({"match_id": [chosen.match_id] * len(chosen.dates), "at": sorted(chosen.dates)})
    answer = pl.DataFrame(as_of(asked, mode=chosen.mode, source=source))
    changed = changes(answer)
    with pl.Config(tbl_rows=-1, tbl_cols=-1, tbl_hide_dataframe_shape=True, tbl_hide_column_data_types=True):
        print(changed)
    chosen.out.write_text(picture(changed.head(DRAWN), f"{chosen.match_id}, {chosen.mode}"))
    return 0


def changes(answer: pl.DataFrame) -> pl.DataFrame:
    """A line a feature whose value is not the same at every date, a column a date; what changed most comes first."""
    dates = [f"{at:%Y-%m-%d %H:%M}" for at in answer["at"]]
    table = answer.drop("match_id", "at").transpose(include_header=True, header_name="feature", column_names=dates)
    moved = pl.max_horizontal(dates) - pl.min_horizontal(dates)
    most = moved / pl.max_horizontal(pl.col(dates).abs())
    return table.filter(pl.concat_list(dates).list.n_unique() > 1).sort(most, descending=True, nulls_last=True)


def picture(changed: pl.DataFrame, title: str) -> str:
    """The changes as SVG: each feature on its own scale from its least value to its greatest, a dot a date.

    Earlier dots are larger, so that one behind a later one of the same value shows as a ring.
    """
    dates = changed.columns[1:]
    colours = [COLOURS[place % len(COLOURS)] for place in range(len(dates))]
    lines = [_text(10, 18, title, "bold")]
    lines += [
        f'<circle cx="{LEFT + 150 * place}" cy="34" r="5" fill="{colour}"/>{_text(LEFT + 10 + 150 * place, 38, date)}'
        for place, (date, colour) in enumerate(zip(dates, colours, strict=True))
    ]
    for number, (feature, *values) in enumerate(changed.iter_rows()):
        lines += _line(feature, values, colours, HEAD + LINE * (number + 1))
    size = f'width="{LEFT + WIDTH + 120}" height="{HEAD + LINE * (len(changed) + 2)}"'
    return "\n".join(
        [f'<svg xmlns="http://www.w3.org/2000/svg" {size} font-family="sans-serif">', *lines, "</svg>", ""]
    )


def _line(feature: str, values: Sequence[float | None], colours: Sequence[str], y: int) -> list[str]:
    known = [value for value in values if value is not None]  # null: nothing was known of the match at that date
    least, most = min(known), max(known)
    scale = WIDTH / ((most - least) or 1)
    dots = [
        f'<circle cx="{LEFT + scale * (value - least):.0f}" cy="{y}" r="{max(3, 9 - 2 * place)}" fill="{colour}"/>'
        for place, (value, colour) in enumerate(zip(values, colours, strict=True))
        if value is not None
    ]
    rule = f'<line x1="{LEFT}" y1="{y}" x2="{LEFT + WIDTH}" y2="{y}" stroke="#ccc"/>'
    ends = _text(LEFT - 12, y + 4, f"{least:.4g}", anchor="end") + _text(LEFT + WIDTH + 12, y + 4, f"{most:.4g}")
    return [rule, _text(10, y + 4, feature), ends, *dots]


def _text(x: int, y: int, text: str, weight: str = "normal", anchor: str = "start") -> str:
    style = f'font-size="12" font-weight="{weight}" text-anchor="{anchor}"'
    return f'<text x="{x}" y="{y}" {style}>{escape(text)}</text>'


def _parser() -> argparse.ArgumentParser:
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("match_id")
    parser.add_argument("dates", nargs="+", type=datetime.fromisoformat, help="moments with a time zone")
    parser.add_argument("--mode", default="as_served", help="as_served or as_corrected")
    parser.add_argument("--from-snapshot", metavar="PLACE", help="a folder or s3://bucket/prefix; else the database")
    parser.add_argument("--out", type=Path, default=Path("features.svg"))
    return parser


if __name__ == "__main__":
    raise SystemExit(main())
