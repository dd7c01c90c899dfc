"""`python -m docs.site.reference` (`make generate`): pages of docs/reference made from code; a test compares."""

from collections.abc import Mapping
from pathlib import Path

from docs.site.reference import chart_values, rest, rpc, settings, tables

FOLDER = Path(__file__).resolve().parents[2] / "reference"


def pages() -> Mapping[str, str]:
    """File names and their text."""
    return {
        "settings.md": settings.page(),
        "tables.md": tables.page(),
        "rest.md": rest.page(),
        "grpc.md": rpc.page(),
        "chart-values.md": chart_values.page(),
    }


if __name__ == "__main__":
    for name, text in pages().items():
        (FOLDER / name).write_text(text, "utf-8")
