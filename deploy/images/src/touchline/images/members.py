"""Which of the workspace's own members a service needs, itself the last; it runs where nothing is installed yet."""

import sys
import tomllib
from collections.abc import Mapping
from pathlib import Path

PREFIX = "touchline-"
FOLDERS = ("schemas", "libs/*", "services/*", "deploy/*")


def members(root: Path) -> dict[str, tuple[Path, tuple[str, ...]]]:
    """Every member by its name without the prefix: its folder, and the members that it names as dependencies."""
    found = {}
    for file in sorted(file for folder in FOLDERS for file in root.glob(f"{folder}/pyproject.toml")):
        project = tomllib.loads(file.read_text())["project"]
        needs = tuple(_bare(word) for word in project.get("dependencies", ()) if word.startswith(PREFIX))
        found[_bare(project["name"])] = (file.parent, needs)
    return found


def _bare(requirement: str) -> str:
    return requirement.removeprefix(PREFIX).split(";")[0].strip()


def closure(name: str, needs: Mapping[str, tuple[str, ...]]) -> list[str]:
    """A member with all that it needs, each once and after what it needs itself.

    >>> closure("predictor", {"predictor": ("runtime", "schemas"), "runtime": ("schemas",), "schemas": ()})
    ['schemas', 'runtime', 'predictor']
    """
    found: list[str] = []
    for other in needs[name]:
        found += [one for one in closure(other, needs) if one not in found]
    return [*found, name]


def folders(root: Path, names: list[str]) -> list[Path]:
    """The folders of members with all that they need.

    Raises:
        KeyError: there is no member of this name.
    """
    known = members(root)
    needs = {name: words for name, (_, words) in known.items()}
    wanted = [one for name in names for one in closure(name, needs)]
    return [known[name][0] for name in dict.fromkeys(wanted)]


if __name__ == "__main__":
    print("\n".join(str(folder) for folder in folders(Path(sys.argv[1]), sys.argv[2:])))
