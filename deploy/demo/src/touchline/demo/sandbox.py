"""Football time, which the sandbox keeps."""

from datetime import datetime
from typing import Any

from touchline.demo.platform import Platform, StepFailed


def date(platform: Platform) -> datetime:
    """Football time now."""
    return _date(platform.http.get(f"{platform.setting('SANDBOX')}/sandbox/date").raise_for_status().json())


def move_to(platform: Platform, moment: datetime) -> datetime:
    """Set a later date; a date that has passed is left alone."""
    now = date(platform)
    return now if moment <= now else _post(platform, "date", {"date": moment.isoformat()})


def move_days(platform: Platform, days: int) -> datetime:
    """Let some days pass."""
    return _post(platform, "move-on", {"days": days})


def move_past_match_day(platform: Platform) -> datetime:
    """Let the next day with matches pass, until its last result is known."""
    return _post(platform, "move-on", {"to": "next-match-day"})


def _post(platform: Platform, what: str, body: dict[str, object]) -> datetime:
    answer = platform.http.post(f"{platform.setting('SANDBOX')}/sandbox/{what}", json=body)
    if answer.status_code != 200:
        raise StepFailed(f"the sandbox refuses {body}: {answer.text[:200]}")
    return _date(answer.json())


def _date(answer: Any) -> datetime:
    return datetime.fromisoformat(answer["date"])
