"""When each source was last looked at with success: one small object in the bucket for each, always the newest."""

import json
from dataclasses import dataclass
from datetime import datetime

from touchline.ingestor.ingest import Choice, Outcome, Summary
from touchline.ingestor.ports import Bucket

LOOKS = "looks/"
JSON = "application/json"


@dataclass(frozen=True, slots=True)
class Look:
    """A look at a source: what it said of the time, and when that was by our clock."""

    source: str
    football_time: datetime
    looked_at: datetime

    @property
    def key(self) -> str:
        """Where it stands in the bucket."""
        return f"{LOOKS}{self.source}.json"

    def encode(self) -> bytes:
        """As JSON."""
        times = {"football_time": self.football_time.isoformat(), "looked_at": self.looked_at.isoformat()}
        return json.dumps({"source": self.source, **times}).encode()

    @classmethod
    def decode(cls, content: bytes) -> "Look":
        """Read it back."""
        values = json.loads(content)
        times = (datetime.fromisoformat(values[name]) for name in ("football_time", "looked_at"))
        return cls(values["source"], *times)


def look_of(summary: Summary, choice: Choice, now: datetime) -> Look | None:
    """What a run leaves: a look, where nothing failed and the provider had something.

    A task of a schedule, which asks for some divisions and seasons, is one; whichever other task fails is told there.
    A back-fill and a choice of single documents are none: they say nothing of the present.
    """
    had = any(outcome is not Outcome.ABSENT for outcome in summary.outcomes.values())
    if summary.failures or not had or choice.between or choice.only:
        return None
    return Look(summary.source, summary.football_time, now)


async def note(bucket: Bucket, look: Look | None) -> None:
    """Keep it in the place of the one before."""
    if look:
        await bucket.put(look.key, look.encode(), JSON)


async def looks(bucket: Bucket) -> dict[str, Look]:
    """The newest of each source."""
    found = [Look.decode(await bucket.get(key)) for key in await bucket.list(LOOKS)]
    return {look.source: look for look in found}
