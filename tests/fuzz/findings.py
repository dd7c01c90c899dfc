"""What is looked at after each input, and what is kept of what went wrong."""

import time
import traceback
from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass, field
from pathlib import Path

from tests.fuzz.corpus import Seed
from touchline.normalizer.dialects.dialect import Dialect
from touchline.normalizer.dialects.names import Names

SLOW = 5.0  # seconds for a document of a few kilobytes
UNACCOUNTED = "rows are unaccounted for"


@dataclass
class Findings:
    """What went wrong, by its name; the first input of each lies in the folder."""

    folder: Path
    counts: dict[str, int] = field(default_factory=dict)
    executions: int = 0

    def add(self, what: str, data: bytes) -> None:
        """Count it."""
        if what not in self.counts:
            (self.folder / f"finding-{len(self.counts) + 1}").write_bytes(data)
        self.counts[what] = self.counts.get(what, 0) + 1


def target(
    dialects: Mapping[str, Dialect], seeds: Sequence[Seed], names: Names, findings: Findings
) -> Callable[[bytes], None]:
    """Reads what the fuzzer makes up: it may neither raise nor leave a row unaccounted for.

    An input's first byte chooses the document whose bytes the rest stands for.
    """

    def one_input(data: bytes) -> None:
        findings.executions += 1
        if not data:
            return
        document, begun = seeds[data[0] % len(seeds)].document, time.process_time()
        try:
            parsed = dialects[document.source].read(data[1:], document, names)
        except Exception as error:  # whatever it is, it is a finding, and is told at the end
            findings.add(where(error), data)
            return
        if parsed.unaccounted:
            findings.add(UNACCOUNTED, data)
        if time.process_time() - begun > SLOW:
            findings.add(f"slower than {SLOW:g} s", data)

    return one_input


def where(error: BaseException) -> str:
    """The kind of error and the last line of ours that it passed."""
    frames = traceback.extract_tb(error.__traceback__)
    last = [frame for frame in frames if "/touchline/" in frame.filename or frame is frames[-1]][-1]
    return f"{type(error).__name__} in {last.filename.rsplit('/touchline/', 1)[-1]}:{last.lineno}"
