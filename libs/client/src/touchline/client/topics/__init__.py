"""Topics in Python (`pip install touchline-client[topics]`): rows as Arrow or polars, each once."""

from touchline.client.topics.errors import Missed, Unreadable
from touchline.client.topics.reading import Message, Topics
from touchline.client.topics.snapshots import Snapshot
from touchline.client.topics.starting import Offsets, Since, Start

__all__ = ["Message", "Missed", "Offsets", "Since", "Snapshot", "Start", "Topics", "Unreadable"]
