"""Burn rates of a service-level objective over several windows.

A burn rate is the share of failed requests over the share that the objective allows: at 1 the budget of the period is
spent exactly at its end. Long window and short window must both burn: the long one makes it worth a call, the short one
lets the alert end soon after the failure does.

Beyer, Murphy, Rensin, Kawahara, Thorne (eds.), The Site Reliability Workbook, O'Reilly 2018, chapter 5, table 5-8: of a
budget of 30 days, 14.4 for 1 h spends 2%, 6 for 6 h 5%, 3 for 1 day 10% and 1 for 3 days 10%.
"""

from dataclasses import dataclass


@dataclass(frozen=True, slots=True)
class Burn:
    """One pair of windows and the rate at which both are too much."""

    long: str
    short: str
    rate: float


FAST = (Burn("1h", "5m", 14.4), Burn("6h", "30m", 6.0))
SLOW = (Burn("1d", "2h", 3.0), Burn("3d", "6h", 1.0))
WINDOWS = tuple(dict.fromkeys(window for burn in (*FAST, *SLOW) for window in (burn.short, burn.long)))


@dataclass(frozen=True, slots=True)
class Objective:
    """A share of requests that must do well; `name` is the recording's, `failed` asks for the share that does not."""

    name: str
    share: float
    failed: str  # with `WINDOW` where the window goes

    @property
    def budget(self) -> float:
        """The share that may fail."""
        return round(1 - self.share, 6)

    def recorded(self, window: str) -> str:
        """The name under which the failed share over a window is kept."""
        return f"touchline:{self.name}:ratio_rate{window}"

    def ratio(self, window: str) -> str:
        """The failed share over a window."""
        return self.failed.replace("WINDOW", window)

    def burning(self, burns: tuple[Burn, ...]) -> str:
        """Whether any of these pairs burns too fast.

        >>> Objective("errors", 0.999, "").burning((Burn("1h", "5m", 14.4),))
        '(touchline:errors:ratio_rate1h > 0.0144 and touchline:errors:ratio_rate5m > 0.0144)'
        """
        return " or ".join(
            f"({self.recorded(burn.long)} > {limit} and {self.recorded(burn.short)} > {limit})"
            for burn in burns
            for limit in [round(burn.rate * self.budget, 6)]
        )
