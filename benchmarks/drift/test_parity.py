"""Equal to Evidently 0.7 on the same windows, small and large."""

from pathlib import Path

import numpy as np
import pytest

from benchmarks.drift import sides
from touchline.drift_monitor.detectors.chi_squared import goodness_of_fit
from touchline.drift_monitor.detectors.counting import by_value, counted
from touchline.drift_monitor.detectors.jensen_shannon import jensen_shannon
from touchline.drift_monitor.detectors.kolmogorov_smirnov import kolmogorov_smirnov
from touchline.drift_monitor.detectors.psi import population_stability_index
from touchline.drift_monitor.detectors.wasserstein import normed_wasserstein

pytestmark = pytest.mark.skipif(not sides.PEER_PYTHON.exists(), reason="`make bench-drift` installs the peer")
FEATURES, COUNTED = 6, 3
EVERY = {
    "ks": lambda window, reference: kolmogorov_smirnov(window, reference).p_value,
    "wasserstein": normed_wasserstein,
    "jensen-shannon": lambda window, reference: jensen_shannon(*counted(window, reference)),
}


@pytest.fixture(scope="module", params=[(380, 1900), (380, 760), (3000, 2500)], ids=str)
def both(request, tmp_path_factory):
    window, reference = sides.samples(request.param, FEATURES, COUNTED)
    folder: Path = tmp_path_factory.mktemp("samples")
    return window, reference, sides.theirs("parity", window, reference, folder)


@pytest.mark.parametrize("name", EVERY)
def test_every_column_has_their_statistic(both, name: str):
    window, reference, peer = both
    for place in range(FEATURES):
        assert EVERY[name](window[:, place], reference[:, place]) == pytest.approx(peer[name][place], abs=1e-9), place


def test_counted_columns_have_their_chance_of_chi_square_and_their_index(both):
    window, reference, peer = both
    for place in range(FEATURES - COUNTED, FEATURES):
        counts = by_value(window[:, place], reference[:, place])
        assert np.min(counts) > 0  # where a bin is empty they put .0001 for it and we half a match
        assert goodness_of_fit(*counts).p_value == pytest.approx(peer["chi-square"][place], abs=1e-9)
        assert population_stability_index(*counts, added=0) == pytest.approx(peer["psi"][place], abs=1e-9)
