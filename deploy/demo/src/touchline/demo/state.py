"""What the demo has done so far, so that an interrupted one resumes and a finished one starts anew."""

import json
from dataclasses import dataclass, field
from enum import StrEnum
from pathlib import Path
from typing import Any

NAME = "demo.json"


class Shown(StrEnum):
    """What a demo shows: the steps of one are not done for the other, whose sources are fewer."""

    WHOLE = "whole"
    DRIFT = "drift"


@dataclass
class State:
    """Finished steps with their seconds, and what steps learned for later ones; kept in the demo's data folder."""

    file: Path
    seconds: dict[str, float] = field(default_factory=dict)
    facts: dict[str, Any] = field(default_factory=dict)
    finished: bool = False
    shown: Shown = Shown.WHOLE

    @classmethod
    def open(cls, data: Path) -> "State":
        """As the last run left it."""
        file = data / NAME
        kept = json.loads(file.read_text()) if file.is_file() else {}
        return cls(file, **{**kept, "shown": Shown(kept.get("shown", Shown.WHOLE))})

    def is_other_than(self, shown: Shown) -> bool:
        """Whether what an earlier run did belongs to another demo."""
        return bool(self.seconds) and self.shown is not shown

    def is_done(self, step: str) -> bool:
        """Whether an earlier run finished this step."""
        return step in self.seconds

    def done(self, step: str, seconds: float) -> None:
        """Remember a finished step."""
        self.seconds[step] = round(seconds, 2)
        self.save()

    def finish(self) -> None:
        """The whole demo is done; the next one starts anew."""
        self.finished = True
        self.save()

    def save(self) -> None:
        """Write all of it, whole or not at all."""
        self.file.parent.mkdir(parents=True, exist_ok=True)
        draft = self.file.with_suffix(".new")
        kept = {"seconds": self.seconds, "facts": self.facts, "finished": self.finished, "shown": self.shown}
        draft.write_text(json.dumps(kept, indent=1))
        draft.replace(self.file)
