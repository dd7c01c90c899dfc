"""Touchline's predictions in Python: `Touchline` waits, `AsyncTouchline` is for programs with an event loop."""

from touchline.client.asking import AsyncTouchline, Touchline
from touchline.client.errors import Refused, TouchlineError, Unreachable
from touchline.client.events import Event
from touchline.client.values import Chances, Fixture, Prediction

__all__ = [
    "AsyncTouchline",
    "Chances",
    "Event",
    "Fixture",
    "Prediction",
    "Refused",
    "Touchline",
    "TouchlineError",
    "Unreachable",
]
