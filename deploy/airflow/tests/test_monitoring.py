"""The daily look: what was predicted is scored before the report is written."""

from typing import Any


def test_the_report_of_a_day_comes_after_its_scores(dags: dict[str, Any]):
    tasks = dags["monitor_daily"]["tasks"]
    assert {name: task["upstream"] for name, task in tasks.items()} == {"settle": [], "report": ["settle"]}
    assert tasks["report"]["bash_command"].endswith('-m touchline.drift_monitor report --day "$DAY"')
    assert tasks["report"]["env"] == {"DAY": "{{ data_interval_end | ds }}"}
