"""`python -m touchline.schemas check | publish | describe`.

`check` and `publish` work on the folder `schemas/snapshots`, or the one given; `describe` writes `docs/topics` and
`schemas/asyncapi.json`.
"""

import sys
from pathlib import Path

from touchline.schemas import cards, compatibility
from touchline.schemas.describing.asyncapi import text
from touchline.schemas.describing.pages import pages
from touchline.schemas.rpc import contract


def main() -> None:
    """Exit 1 with a sentence for each breaking change."""
    verb, folder = ([*sys.argv[1:], "check"])[0], Path(([*sys.argv[2:], "schemas/snapshots"])[0])
    if verb == "publish":
        compatibility.publish(folder)
        cards.publish(folder)
        contract.publish(folder)
    elif verb == "check":
        problems = [*compatibility.check(folder), *cards.check(folder), *contract.check(folder)]
        print("\n".join(problems) or "every schema and every topic is published and compatible")
        raise SystemExit(1 if problems else 0)
    elif verb == "describe":
        describe(Path("docs/topics"), Path("schemas/asyncapi.json"))
    else:
        raise SystemExit("usage: python -m touchline.schemas check|publish [FOLDER] or describe")


def describe(folder: Path, file: Path) -> None:
    """Write the topics' pages, and the same as AsyncAPI; pages of topics that are gone are removed."""
    folder.mkdir(parents=True, exist_ok=True)
    written = pages()
    for stale in {path.name for path in folder.glob("*.md")} - written.keys():
        (folder / stale).unlink()
    for name, content in written.items():
        (folder / name).write_text(content, "utf-8")
    file.write_text(text(), "utf-8")


if __name__ == "__main__":
    main()
