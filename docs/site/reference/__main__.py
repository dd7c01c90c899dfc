"""`python -m docs.site.reference` (`make generate`): pages and drawings of docs/ made from code; a test compares."""

from collections.abc import Mapping
from pathlib import Path

from docs.site.reference import capacity, chart_values, flow, performance, rest, rpc, settings, tables

FOLDER = Path(__file__).resolve().parents[2]


def pages() -> Mapping[str, str]:
    """Paths below docs/ and their text."""
    drawings = performance.drawings() | {"flow.svg": flow.drawing()}
    return {
        "reference/settings.md": settings.page(),
        "reference/tables.md": tables.page(),
        "reference/rest.md": rest.page(),
        "reference/grpc.md": rpc.page(),
        "reference/chart-values.md": chart_values.page(),
        "performance.md": performance.page(),
        "capacity.md": capacity.page(),
        **{f"images/{name}": text for name, text in drawings.items()},
    }


if __name__ == "__main__":
    for name, text in pages().items():
        (FOLDER / name).write_text(text, "utf-8")
