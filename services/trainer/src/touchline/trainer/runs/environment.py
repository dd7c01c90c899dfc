"""What a run was made with: interpreter, libraries, processor, threads. Equal environments must give equal bytes."""

import platform
from importlib.metadata import version
from pathlib import Path

from threadpoolctl import threadpool_info

LIBRARIES = ("lightgbm", "numpy", "polars", "scikit-learn", "scipy")
THREADS = 1  # sums in another order round otherwise
PROCESSOR = Path("/proc/cpuinfo")
FAMILY = ("vendor_id", "cpu family", "model")


def environment_of(processor: Path = PROCESSOR) -> dict[str, str]:
    """Name to version or kind."""
    return {
        "python": platform.python_version(),
        "system": f"{platform.system()} {' '.join(platform.libc_ver())}".strip(),
        "machine": platform.machine(),
        "processor": family_of(processor),
        "arithmetic": kernels(),
        "threads": str(THREADS),
        **{name: version(name) for name in LIBRARIES},
    }


def family_of(processor: Path) -> str:
    """Maker, family and model of the processor, as far as the system says."""
    if not processor.is_file():
        return platform.processor() or "unknown"
    lines = (line.partition(":") for line in processor.read_text().splitlines())
    said: dict[str, str] = {}
    for name, _, value in lines:
        said.setdefault(name.strip(), value.strip())
    return " ".join(said[name] for name in FAMILY if name in said) or platform.machine()


def kernels() -> str:
    """The kind of processor for which the linear algebra under numpy and scipy chose its code."""
    import numpy  # noqa: F401  # loads its library, which is then asked
    import scipy.linalg  # noqa: F401

    found = {str(one["architecture"]) for one in threadpool_info() if one.get("architecture")}
    return ", ".join(sorted(found)) or "unknown"


def different(made: dict[str, str], here: dict[str, str]) -> list[str]:
    """What is not as it was, in words.

    >>> different({"numpy": "2.2", "threads": "1"}, {"numpy": "2.3", "threads": "1"})
    ['numpy was 2.2 and is 2.3']
    """
    names = [name for name in made if made[name] != here.get(name)]
    return [f"{name} was {made[name]} and is {here.get(name, 'not said')}" for name in names]
