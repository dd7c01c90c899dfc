"""Fixtures of the drift monitor's tests."""

import sys
from pathlib import Path

sys.path.insert(0, str(Path(__file__).parent))  # for the builders that these tests share
