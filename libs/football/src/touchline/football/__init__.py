"""Pure football code used by more than one service: outcomes, scoring, odds, calibration, the feature catalogue."""

from touchline.football.outcome import Outcome, Probabilities

__all__ = ["Outcome", "Probabilities"]
