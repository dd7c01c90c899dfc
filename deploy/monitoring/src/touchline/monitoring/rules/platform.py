"""What everything else stands on."""

from touchline.monitoring import foreign
from touchline.monitoring.alert import Alert, Group, Severity
from touchline.monitoring.promql import selector

FREE = 0.1
"""Share of a file system: Kafka and MariaDB stop at none, and need a day's room to be put right."""
_files = {"fstype": "!~tmpfs|ramfs|squashfs|overlay|devtmpfs", "mountpoint": "!~/(boot|proc|sys|run).*"}

_free = selector(foreign.FREE_BYTES.name, **_files)
_share = f"{_free} / {selector(foreign.SIZE_BYTES.name, **_files)}"

GROUP = Group(
    "platform",
    (
        Alert(
            "TargetDown",
            f"{selector('up')} == 0",
            Severity.PAGE,
            "{{ $labels.instance }} does not show its metrics: it is down, or it hangs",
            "`make status` names a crashed part and when it ended",
            "target-down",
            holds="1m",
        ),
        Alert(
            "StoreNearlyFull",
            f"{_share} < {FREE}",
            Severity.PAGE,
            "{{ $labels.mountpoint }} has {{ $value | humanizePercentage }} of its room left",
            "What grew: `du -xsh` of the data directory's folders",
            "store-full",
            holds="5m",
        ),
        Alert(
            "StoreFillsUp",
            f"predict_linear({_free}[6h], 86400) < 0 and {_share} < 0.3",
            Severity.TICKET,
            "{{ $labels.mountpoint }} will be full within a day if it goes on like this",
            "What grew: `du -xsh` of the data directory's folders",
            "store-full",
            holds="2h",  # a back-fill of an hour is no trend
        ),
    ),
)
