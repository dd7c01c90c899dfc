"""Fixtures of the tests of alerts and dashboards."""

import sys
from pathlib import Path

sys.path.insert(0, str(Path(__file__).parent))  # for the cases that these tests share
