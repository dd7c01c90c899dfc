"""What one side read, in numbers that must be equal on both: the same facts, whatever they are kept in."""

import json
import resource
import sys
from dataclasses import asdict, dataclass

KILOBYTES_IN_A_MEGABYTE = 1024  # ru_maxrss is in kilobytes on Linux


@dataclass(slots=True)
class Account:
    """Of one kind of document."""

    matches: int = 0
    kick_offs: int = 0  # sum of seconds since 1970
    goals: int = 0  # of the home teams
    odds: int = 0
    prices: float = 0.0  # their sum
    player_matches: int = 0
    minutes: int = 0
    points: int = 0

    def add(self, other: "Account") -> None:
        """Sum up."""
        for name, value in asdict(other).items():
            setattr(self, name, getattr(self, name) + value)


def told(seconds: dict[str, float], accounts: dict[str, Account]) -> None:
    """Print it for the driver, with the peak memory of this process."""
    megabytes = resource.getrusage(resource.RUSAGE_SELF).ru_maxrss / KILOBYTES_IN_A_MEGABYTE
    found = {kind: asdict(account) for kind, account in accounts.items()}
    json.dump({"seconds": seconds, "accounts": found, "megabytes": megabytes}, sys.stdout)
