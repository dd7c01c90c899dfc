"""Whatever stands in the place of a value, the rows are accounted for and no dialect fails."""

import copy
import json
from typing import Any

from every_document import names_of, samples
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

NASTY = st.sampled_from(
    [
        None,
        True,
        -1,
        10**40,
        1e308,
        "",
        " ",
        "9" * 400,
        "\ud800",
        "\x00",
        "2020-02-30T10:00:00Z",
        "9999-12-31T23:59:59Z",
    ]
) | st.sampled_from([[], {}, [[]], {"id": {}}, [None] * 9, "0001-01-01T00:00:00Z", 1.5, float(2**70)])
SAMPLES = list(samples("fpl"))


def places(value: Any) -> list[tuple[Any, Any]]:
    """Every container with each of its keys."""
    keys = value.keys() if isinstance(value, dict) else range(len(value)) if isinstance(value, list) else ()
    return [place for key in keys for place in [(value, key), *places(value[key])]]


@settings(max_examples=300, deadline=None, suppress_health_check=[HealthCheck.too_slow])
@given(st.data())
def test_no_value_in_any_place_makes_the_api_unreadable_for_us(data: st.DataObject) -> None:
    sample = data.draw(st.sampled_from(SAMPLES))
    document = json.loads(sample.content)
    for _ in range(data.draw(st.integers(1, 4))):
        found = places(document)
        if found:
            container, key = data.draw(st.sampled_from(found))
            container[key] = copy.deepcopy(data.draw(NASTY))
    parsed = sample.dialect.read(json.dumps(document).encode(), sample.document, names_of("fpl"))
    assert parsed.unaccounted == 0
    for row in parsed.rows:
        str(row).encode()  # nothing that cannot be written
