"""For each alert by hand: series that make it fire, that leave it silent, and that come as near as they can.

A series is in promtool's notation (`0+2x10` is 0, 2, … 20), a sample a minute.
"""

from dataclasses import dataclass
from enum import StrEnum


class Kind(StrEnum):
    """Each alert has at least one of each."""

    FIRING = "firing"
    SILENT = "silent"
    BOUNDARY = "boundary"


@dataclass(frozen=True)
class Case:
    """At a time after the start the alert fires, or it does not."""

    alert: str
    kind: Kind
    series: dict[str, str]
    at: str
    fires: bool


def of(alert: str, kind: Kind, at: str, fires: bool, **series: str) -> Case:
    """Series by their names alone."""
    return Case(alert, kind, series, at, fires)


def gauge(alert: str, series: str, bad: float, good: float, edge: float, at: str = "10m") -> tuple[Case, ...]:
    """An alert on one constant: it fires at `bad`, is silent at `good` and at the `edge`, its threshold."""
    return tuple(
        Case(alert, kind, {series: f"{value}x240"}, at, kind is Kind.FIRING)
        for kind, value in ((Kind.FIRING, bad), (Kind.SILENT, good), (Kind.BOUNDARY, edge))
    )


def requests(failed: int, of_: int = 10_000, then: int = 120) -> dict[str, str]:
    """This many failures among so many requests a minute, for `then` minutes; afterwards none fails."""
    name = "touchline_request_seconds_count"
    return {
        f'{name}{{route="/fixtures",status="200"}}': f"0+{of_ - failed}x240",
        f'{name}{{route="/fixtures",status="500"}}': f"0+{failed}x{then} {failed * then}x{240 - then}",
    }


def slow(late: int, of_: int = 1_000) -> dict[str, str]:
    """This many quick answers that came late, among so many a minute; explanations, which may be slow, beside them."""
    name, labels = "touchline_request_seconds", 'route="/matches/{match_id}",status="200"'
    other = 'route="/matches/{match_id}/explanation",status="200"'
    return {
        f"{name}_count{{{labels}}}": f"0+{of_}x240",
        f'{name}_bucket{{{labels},le="0.1"}}': f"0+{of_ - late}x240",
        f"{name}_count{{{other}}}": f"0+{of_}x240",
        f'{name}_bucket{{{other},le="0.1"}}': "0x240",
    }


F, S, B = Kind.FIRING, Kind.SILENT, Kind.BOUNDARY
WHO = 'service="normalizer",topic="raw.documents.v1"'
DISK = 'instance="node",mountpoint="/",fstype="ext4"'
ODDS = 'touchline_ranked_probability_score{pool="ENG",forecaster="%s"}'
JUDGED = 'touchline_judged_matches{pool="ENG"}'
ASKED = "touchline_retraining_requested_timestamp_seconds"
DECIDED = "touchline_model_decided_timestamp_seconds"
REFUSED, PROMOTED = (f'touchline_model_decisions_total{{decision="{one}"}}' for one in ("refused", "promoted"))
RETURNED = 'touchline_trials_total{stage="returned"}'
AGE = 'touchline_source_age_seconds{source="%s"}'
OFFLINE = 'kafka_controller_KafkaController_Value{instance="kafka",name="OfflinePartitionsCount"}'
BEHIND = 'kafka_server_ReplicaManager_Value{instance="kafka",name="UnderReplicatedPartitions"}'
HEARTBEAT = 'probe_success{job="airflow",instance="airflow-scheduler"}'
COMING = 'touchline_fixtures{state="predicted"}'


def counter(alert: str, series: str, bad: int, edge: int) -> tuple[Case, ...]:
    """An alert on a rise: of `bad` at once after five minutes, of none, and of the last that is let pass."""
    return tuple(
        Case(alert, kind, {series: f"0x5 {rise}x240"}, "10m", kind is F) for kind, rise in ((F, bad), (S, 0), (B, edge))
    )


def quality(sealed: float, matches: int) -> dict[str, str]:
    """Closing odds at .2 beside what was sealed, over so many matches."""
    return {ODDS % "sealed": f"{sealed}x240", ODDS % "closing": "0.2x240", JUDGED: f"{matches}x240"}


CASES: tuple[Case, ...] = (
    Case("ServingErrorsBurnFast", F, requests(61), "70m", True),
    Case("ServingErrorsBurnFast", S, requests(0), "70m", False),
    Case("ServingErrorsBurnFast", B, requests(59), "70m", False),  # below 6 times .001
    Case("ServingErrorsBurnFast", B, requests(500, then=60), "95m", False),  # over for longer than the short window
    Case("ServingErrorsBurnSlow", F, requests(11), "70m", True),
    Case("ServingErrorsBurnSlow", S, requests(0), "70m", False),
    Case("ServingErrorsBurnSlow", B, requests(9), "70m", False),
    Case("ServingSlownessBurnFast", F, slow(61), "70m", True),
    Case("ServingSlownessBurnFast", S, slow(0), "70m", False),
    Case("ServingSlownessBurnFast", B, slow(59), "70m", False),
    Case("ServingSlownessBurnSlow", F, slow(11), "70m", True),
    Case("ServingSlownessBurnSlow", S, slow(0), "70m", False),
    Case("ServingSlownessBurnSlow", B, slow(9), "70m", False),
    Case("NotReady", F, {"touchline_ready": "0x60"}, "11m", True),
    Case("NotReady", S, {"touchline_ready": "1x60"}, "11m", False),
    Case("NotReady", B, {"touchline_ready": "0x60"}, "9m", False),
    *(
        Case(
            "ReplicasDisagree",
            kind,
            {f'touchline_model_served_info{{instance="{n}",version="{v}"}}': "1x60" for n, v in enumerate(versions)},
            at,
            kind is F,
        )
        for kind, versions, at in ((F, "12", "11m"), (S, "11", "11m"), (B, "12", "9m"))
    ),
    *gauge("PredictionsMissing", "touchline_unsealed_fixtures", 1, -1, 0, "11m"),
    *gauge("LagInTime", f"touchline_lag_seconds{{{WHO}}}", 301, 0, 300),
    *gauge("OutboxStuck", 'touchline_outbox_pending_seconds{service="normalizer"}', 121, 0, 120),
    Case("DependencyDown", F, {'touchline_dependency_waits_total{service="predictor"}': "0+3x60"}, "15m", True),
    Case("DependencyDown", S, {'touchline_dependency_waits_total{service="predictor"}': "7x60"}, "15m", False),
    # waited for three minutes, then went on
    Case(
        "DependencyDown", B, {'touchline_dependency_waits_total{service="predictor"}': "0x6 0+3x3 9x60"}, "12m", False
    ),
    *counter("DeadLetters", f'touchline_messages_total{{{WHO},answer="parked"}}', 1, 0),
    Case("DeadLetters", B, {f'touchline_messages_total{{{WHO},answer="done"}}': "0+9x60"}, "10m", False),
    *counter("OurBug", f'touchline_messages_total{{{WHO},answer="bug"}}', 1, 0),
    Case("OurBug", B, {f'touchline_messages_total{{{WHO},answer="parked"}}': "0+9x60"}, "10m", False),
    *counter("FenceLost", 'touchline_fenced_total{service="normalizer"}', 4, 2),
    *counter("CacheBehind", 'touchline_cache_failures_total{service="feature-store"}', 1, 0),
    Case("DataLate", F, {AGE % "fpl": "777601x60", COMING: "10x60"}, "31m", True),
    Case("DataLate", S, {AGE % "fpl": "777601x60", COMING: "0x60"}, "31m", False),  # summer
    Case("DataLate", S, {AGE % "kaggle": "9999999x60", COMING: "10x60"}, "31m", False),  # an archive
    Case("DataLate", B, {AGE % "fpl": "777600x60", COMING: "10x60"}, "31m", False),
    # promtool's clock begins at 0: landed a while before it did
    *gauge("NothingArrives", "touchline_arrived_timestamp_seconds", -172_801, 0, -170_900, "31m"),
    Case("SourceLeftAlone", F, {'touchline_circuit_open{source="fpl"}': "1x90"}, "61m", True),
    Case("SourceLeftAlone", S, {'touchline_circuit_open{source="fpl"}': "0x90"}, "61m", False),
    Case("SourceLeftAlone", B, {'touchline_circuit_open{source="fpl"}': "1x90"}, "59m", False),
    *counter("ParkedRows", 'touchline_parked_rows_total{source="fpl"}', 21, 12),
    *gauge("SchemaChanged", 'touchline_schema_drift_columns{source="fpl"}', 1, -1, 0, "11m"),
    *counter("RowsAbsent", 'touchline_absent_rows_total{source="fpl"}', 1, 0),
    Case("NamesWait", S, {'touchline_waiting_names{kind="player"}': "290x90"}, "61m", False),
    *gauge("NamesWait", 'touchline_waiting_names{kind="club"}', 1, -1, 0, "61m"),
    *gauge("FeatureSkew", "touchline_feature_store_skew_cells", 1, -1, 0),
    Case("WorseThanClosingOdds", F, quality(0.2151, 100), "31m", True),
    Case("WorseThanClosingOdds", S, quality(0.1951, 200), "31m", False),
    Case("WorseThanClosingOdds", B, quality(0.2149, 200), "31m", False),
    Case("WorseThanClosingOdds", B, quality(0.25, 99), "31m", False),
    *(
        Case(
            "Miscalibrated",
            kind,
            {'touchline_calibration_bias_ratio{pool="ENG",result="home"}': f"{bias}x60", JUDGED: f"{matches}x60"},
            "31m",
            kind is F,
        )
        for kind, bias, matches in ((F, 0.101, 100), (F, -0.101, 200), (S, 0, 200), (B, -0.1, 200), (B, 0.3, 99))
    ),
    *gauge("DriftRaised", 'touchline_drift_raised{pool="ENG"}', 1, 0, 0),
    Case("RetrainingUndecided", F, {ASKED: "60x60"}, "20m", True),  # and never was any decided
    Case("RetrainingUndecided", F, {ASKED: "60x60", DECIDED: "59x60"}, "20m", True),
    Case("RetrainingUndecided", S, {ASKED: "60x60", DECIDED: "61x60"}, "20m", False),
    Case("RetrainingUndecided", S, {DECIDED: "61x60"}, "20m", False),
    Case("RetrainingUndecided", B, {ASKED: "60x60"}, "16m", False),
    Case("CanaryReturned", F, {RETURNED: "0x5 1x240"}, "10m", True),
    Case("CanaryReturned", S, {RETURNED: "0x240"}, "10m", False),
    Case("CanaryReturned", B, {RETURNED: "0x5 1x240"}, "70m", False),  # an hour later
    Case("RetrainingRefusedOften", F, {REFUSED: "0x5 1x5 2x5 4x60", PROMOTED: "0x90"}, "30m", True),
    Case("RetrainingRefusedOften", S, {REFUSED: "0x5 1x5 2x5 4x60", PROMOTED: "0x5 1x90"}, "30m", False),
    Case("RetrainingRefusedOften", B, {REFUSED: "0x5 1x5 3x60", PROMOTED: "0x90"}, "30m", False),
    *gauge("ChampionStale", "touchline_champion_age_seconds", 3_888_001, 0, 3_888_000, "61m"),
    *gauge("MariadbDown", 'mysql_up{instance="mariadb"}', 0, 1, 1),
    Case("MariadbDown", B, {'mysql_up{instance="mariadb"}': "1x9 0x60"}, "10m", False),
    *(
        Case(
            "MariadbCrowded",
            kind,
            {
                'mysql_global_status_threads_connected{instance="mariadb"}': f"{taken}x60",
                'mysql_global_variables_max_connections{instance="mariadb"}': "150x60",
            },
            "10m",
            kind is F,
        )
        for kind, taken in ((F, 121), (S, 20), (B, 120))
    ),
    *gauge("RedisDown", 'redis_up{instance="redis"}', 0, 1, 1),
    Case("RedisDown", B, {'redis_up{instance="redis"}': "1x9 0x60"}, "10m", False),
    *(
        Case(
            "RedisNearlyFull",
            kind,
            {
                'redis_memory_used_bytes{instance="redis"}': f"{taken}x60",
                'redis_memory_max_bytes{instance="redis"}': f"{limit}x60",
            },
            "15m",
            kind is F,
        )
        for kind, taken, limit in ((F, 91, 100), (S, 10, 100), (S, 91, 0), (B, 90, 100))  # 0: there is no limit
    ),
    *counter("RedisEvicts", 'redis_evicted_keys_total{instance="redis"}', 1, 0),
    *gauge("KafkaPartitionsOffline", OFFLINE, 1, 0, 0),
    Case("KafkaPartitionsOffline", B, {OFFLINE: "0x9 1x60"}, "10m", False),
    # the same bean shows how many partitions there are
    Case("KafkaPartitionsOffline", S, {OFFLINE.replace("Offline", "Global"): "90x60"}, "10m", False),
    *gauge("KafkaUnderReplicated", BEHIND, 1, 0, 0, "11m"),
    Case("KafkaUnderReplicated", B, {BEHIND: "1x60"}, "9m", False),
    *gauge("AirflowPartSilent", HEARTBEAT, 0, 1, 1),
    Case("AirflowPartSilent", B, {HEARTBEAT: "0x60"}, "4m", False),
    *gauge("TargetDown", 'up{job="touchline",instance="normalizer"}', 0, 1, 1),
    Case("TargetDown", B, {'up{job="touchline",instance="normalizer"}': "1x9 0x60"}, "10m", False),
    *(
        Case(
            "StoreNearlyFull",
            kind,
            {f"node_filesystem_avail_bytes{{{disk}}}": f"{free}x60", f"node_filesystem_size_bytes{{{disk}}}": "100x60"},
            "10m",
            kind is F,
        )
        for kind, free, disk in ((F, 9.9, DISK), (S, 50, DISK), (B, 10, DISK), (B, 1, DISK.replace("ext4", "tmpfs")))
    ),
    *(
        Case(
            "StoreFillsUp",
            kind,
            {
                f"node_filesystem_avail_bytes{{{DISK}}}": f"{start}-{step}x240",
                f"node_filesystem_size_bytes{{{DISK}}}": "100000x240",
            },
            "130m",
            kind is F,
        )
        # empty within a day; standing still; empty in two days; filling, with most of the room left
        for kind, start, step in ((F, 29_000, 30), (S, 29_000, 0), (B, 29_000, 10), (B, 60_000, 50))
    ),
)
