"""docs/metrics.md: the list of metrics as people read it."""

from collections.abc import Iterable

from touchline.monitoring import foreign
from touchline.runtime.metric import Declaration, Label

HEAD = """# Metrics

Every metric that a program of Touchline shows at `/metrics`, made by `make generate` from where they are declared
(`touchline.runtime.metrics`). Of other programs alerts and dashboards use those [below](#of-other-programs), and `up`.
*Series* are the combinations of label values that one program can show at most; a histogram shows 17 for each.

"""


def page(declared: Iterable[Declaration]) -> str:
    """One table of metrics, one of labels."""
    metrics = list(declared)
    rows = ["| metric | kind | unit | meaning | labels | series | shown by |", "|---|---|---|---|---|---|---|"]
    rows += [_row(each) for each in metrics]
    labels = {label.name: label for each in metrics for label in each.labels}
    rows += ["", "## Labels", "", "| label | what it says | values |", "|---|---|---|"]
    rows += [f"| `{label.name}` | {label.meaning} | {_values(label)} |" for label in labels.values()]
    rows += ["", "## Of other programs", "", "As their exporters show them (`touchline.monitoring.foreign`).", ""]
    rows += ["| metric | unit | meaning | job |", "|---|---|---|---|"]
    rows += [f"| `{each.name}` | {each.unit} | {each.meaning} | {each.job} |" for each in foreign.LIST]
    return HEAD + "\n".join(rows) + "\n"


def _row(each: Declaration) -> str:
    labels = ", ".join(f"`{label.name}`" for label in each.labels)
    shown = ", ".join(each.shown_by)
    return f"| `{each.name}` | {each.kind} | {each.unit} | {each.meaning} | {labels} | {each.series} | {shown} |"


def _values(label: Label) -> str:
    if not label.values:
        return f"at most {label.at_most}"
    return ", ".join(f"`{value}`" for value in label.values) if label.size <= 12 else f"{label.size} known ones"
