"""The page of detectors, made from their docstrings: `python -m touchline.drift_monitor describe`."""

import inspect
import sys
from collections.abc import Callable
from pathlib import Path
from textwrap import dedent
from typing import Any

from touchline.drift_monitor.detectors import (
    adwin,
    calibration_cusum,
    chi_squared,
    domain_classifier,
    family,
    jensen_shannon,
    kolmogorov_smirnov,
    page_hinkley,
    player_errors,
    pooled,
    psi,
    report,
    rps_shift,
    wasserstein,
)

PAGE = Path("docs/detectors.md")
EVERY: tuple[Callable[..., Any], ...] = (
    psi.population_stability_index,
    psi.normalised,
    kolmogorov_smirnov.kolmogorov_smirnov,
    wasserstein.wasserstein,
    wasserstein.normed_wasserstein,
    jensen_shannon.jensen_shannon,
    chi_squared.chi_squared,
    chi_squared.goodness_of_fit,
    domain_classifier.domain_classifier,
    rps_shift.score_shift,
    adwin.adwin,
    page_hinkley.page_hinkley,
    calibration_cusum.evidence,
    calibration_cusum.cusum,
    calibration_cusum.threshold_for,
    pooled.alarms,
    player_errors.usual,
    player_errors.alarms_of,
    family.holm,
    report.report,
)
HEAD = """# Detectors

Made by `make generate` from `services/drift-monitor/src/touchline/drift_monitor/detectors/`; the examples run as tests.
Which of them decide, and with what limits, is [the rule's](../services/drift-monitor/README.md); what they cost, and
what they do on real seasons, is [measured](../benchmarks/drift/README.md).
"""


def page() -> str:
    """Every detector, by the module it lives in."""
    parts, told = [HEAD], set()
    for detector in EVERY:
        module = sys.modules[detector.__module__]
        if module not in told:
            told.add(module)
            parts.append(f"## {_inline(module.__doc__ or '')}\n")
        parts.append(section(detector))
    return "\n".join(parts)


def section(detector: Callable[..., Any]) -> str:
    """A heading, the docstring's paragraphs, and its example as code.

    >>> print(section(family.holm).splitlines()[0])
    ### `holm(p_values)`
    """
    text, mark, example = inspect.cleandoc(detector.__doc__ or "").partition(">>>")
    names = ", ".join(inspect.signature(detector).parameters)
    code = f"```python\n{mark}{example.rstrip()}\n```\n" if mark else ""
    return f"### `{detector.__name__}({names})`\n\n{prose(text)}\n{code}"


def prose(text: str) -> str:
    """A docstring without its example: a block of arguments or errors becomes a list.

    >>> prose("Say.\\n\\nArgs:\\n    seed: of draws,\\n        whole.")
    'Say.\\n\\n* `seed`: of draws, whole.\\n'
    """
    return "\n".join(_paragraph(part) for part in text.strip().split("\n\n"))


def _paragraph(part: str) -> str:
    head, _, body = part.partition("\n")
    if head not in ("Args:", "Raises:"):
        return f"{part}\n"
    items: list[str] = []
    for line in dedent(body).splitlines():
        if line.startswith(" "):
            items[-1] += f" {line.strip()}"
        else:
            name, _, meaning = line.partition(":")
            items.append(f"* `{name}`:{meaning}")
    return "\n".join(items) + "\n"


def _inline(text: str) -> str:
    return text.partition("\n")[0].rstrip(".")


def write() -> None:
    """Into the checkout that this runs in."""
    PAGE.write_text(page())
