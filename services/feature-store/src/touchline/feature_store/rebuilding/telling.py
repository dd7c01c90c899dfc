"""What a rebuild found, for the person who asked and for machines (`build/rebuild.json`)."""

import dataclasses
from pathlib import Path

import orjson

from touchline.feature_store.rebuilding.command import Told


def report(told: Told, file: Path) -> str:
    """Write the report to a file; returns it as lines of text.

    Keys: seconds (all steps together), steps {step: s}, rows, differences {table: n}, details {table: {missing,
    surplus, different}}, checksums {table: sha256 of what was made}, settled, engine.
    """
    file.parent.mkdir(parents=True, exist_ok=True)
    file.write_bytes(orjson.dumps(_keys(told), option=orjson.OPT_INDENT_2))
    return "\n".join(_lines(told))


def _keys(told: Told) -> dict[str, object]:
    found = told.differences
    return {
        "seconds": round(sum(told.seconds.values()), 1),
        "steps": told.seconds,
        "engine": told.engine,
        "rows": told.loaded.rows,
        "messages": told.loaded.messages,
        "refused": told.loaded.refused,
        "versions": told.loaded.versions,
        "settled": told.settled,
        "differences": {name: one.total for name, one in found.items()},
        "details": {
            name: {"missing": one.missing, "surplus": one.surplus, "different": one.different}
            for name, one in found.items()
            if one.total
        },
        "checksums": {name: one.shadow for name, one in found.items()},
        "left_to_the_fold_worker": dataclasses.asdict(told.carried),
    }


def _lines(told: Told) -> list[str]:
    lines = [
        f"{name}: {one.missing} rows missing, {one.surplus} surplus, {one.different} different"
        for name, one in told.differences.items()
        if one.total
    ]
    if not told.settled:
        lines.append("the live service had not applied and folded all of it when it was compared: look again later")
    steps = ", ".join(f"{step} {seconds:.1f} s" for step, seconds in told.seconds.items())
    lines.append(f"{told.loaded.rows} rows in {told.loaded.messages} messages, {told.loaded.refused} refused; {steps}")
    lines.append(f"{told.total} rows differed; the tables were swapped" if told.total else "no row differed")
    return lines
