"""Fixtures of the trainer's tests."""

import sys
from pathlib import Path

sys.path.insert(0, str(Path(__file__).parent))  # for the simulated matches that these tests share
