"""Fixtures of the normalizer's tests."""

import sys
from pathlib import Path

for folder in ("fakes", "dialects"):
    sys.path.insert(0, str(Path(__file__).parent / folder))
