"""What can go wrong with a topic. That the brokers do not answer is `Unreachable`, as everywhere in this client."""

from touchline.client.errors import TouchlineError


class Missed(TouchlineError):
    """What was asked for is not there, or no longer: to go on would pass over messages without a word."""


class Unreadable(TouchlineError):
    """A message, or a file of a snapshot, is not what its contract says."""
