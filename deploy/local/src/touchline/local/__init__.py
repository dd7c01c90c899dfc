"""Touchline's native stack: every part as a process of this machine, under one supervisor."""
