"""The page of the chart's values, of `values.yaml`: each leaf with its default and the comment above it."""

from collections.abc import Iterator
from pathlib import Path

import yaml

ROOT = Path(__file__).resolve().parents[3]
FILE = ROOT / "deploy" / "helm" / "touchline" / "values.yaml"
BEFORE = """\
# Chart values

What [`values.yaml`](../../deploy/helm/touchline/values.yaml) says, by its dotted names. `values.schema.json` refuses
every other name and every value out of bounds. Whole installations: `values-local.yaml`, `values-eks-small.yaml`,
`values-eks-large.yaml`, `values-air-gapped.yaml`. [Deploying](../deploying.md) says how they are used; `settings`
take every name of [the settings](settings.md).
"""


def page() -> str:
    """A table for each part; what several values share, they are told once, at the first."""
    text = FILE.read_text("utf-8")
    root = yaml.compose(text)
    assert isinstance(root, yaml.MappingNode)
    lines = [BEFORE.rstrip("\n")]
    written = Written(text)
    for key, value in root.value:
        words = written.above(key)
        lines.append(f"\n## {key.value}\n")
        if is_branch(value):
            lines += [words, ""] if words else []
            lines += ["| value | default | meaning |", "|---|---|---|", *rows(value, key.value, written)]
        else:
            lines += ["| value | default | meaning |", "|---|---|---|", row(key.value, written.of(value), words)]
    return "\n".join(lines) + "\n"


class Written:
    """The text that nodes were read from: what is written of a value, and the comment above a key."""

    def __init__(self, text: str) -> None:
        """Of this text."""
        self.text = text
        self.lines = text.splitlines()

    def above(self, key: yaml.Node) -> str:
        """The comment that stands directly above a key, as one line."""
        found: list[str] = []
        at = key.start_mark.line - 1
        while at >= 0 and self.lines[at].lstrip().startswith("#"):
            found.insert(0, self.lines[at].lstrip().removeprefix("#").strip())
            at -= 1
        return " ".join(found).replace("<", "&lt;")

    def of(self, value: yaml.Node) -> str:
        """A value as it is written, in one line."""
        return " ".join(self.text[value.start_mark.index : value.end_mark.index].split())


def is_branch(node: yaml.Node) -> bool:
    """Whether its parts stand on lines of their own."""
    return isinstance(node, yaml.MappingNode) and not node.flow_style and bool(node.value)


def rows(node: yaml.MappingNode, path: str, written: Written) -> Iterator[str]:
    """Every leaf below; a branch with a comment is a line without a default."""
    for key, value in node.value:
        name, words = f"{path}.{key.value}", written.above(key)
        if not is_branch(value):
            yield row(name, written.of(value), words)
            continue
        if words:
            yield f"| `{name}` | | {words} |"
        yield from rows(value, name, written)


def row(name: str, held: str, words: str) -> str:
    """One line."""
    return f"| `{name}` | `{held}` | {words} |"
