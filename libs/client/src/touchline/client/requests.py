"""Requests and what becomes of their answers: what the sync and the async client have in common.

An answer that is known is asked for with its tag, and 304 gives it again with the football time of now.
"""

from collections import OrderedDict
from collections.abc import Mapping
from datetime import datetime
from typing import Any

import httpx

from touchline.client.errors import Refused, Unreachable

KEPT = 256  # answers with their tags
TIME = "Touchline-Football-Time"
Params = Mapping[str, str | None]


class Known:
    """Answers by address, with their tags; who was asked least lately is forgotten."""

    def __init__(self, kept: int = KEPT) -> None:
        self._kept, self._most = OrderedDict[str, tuple[str, Any]](), kept

    def headers(self, url: str) -> dict[str, str]:
        """What to send with a request."""
        held = self._kept.get(url)
        return {} if held is None else {"If-None-Match": held[0]}

    def read(self, url: str, answer: httpx.Response) -> Any:
        """The answer; that of before, where it stands.

        Raises:
            Refused: it is a problem.
        """
        if answer.status_code == 304 and url in self._kept:
            self._kept.move_to_end(url)
            return stood(self._kept[url][1], answer.headers.get(TIME))
        said = read(answer)
        if (tag := answer.headers.get("ETag")) is not None:
            self._kept[url] = (tag, said)
            self._kept.move_to_end(url)
            if len(self._kept) > self._most:
                self._kept.popitem(last=False)
        return said


def read(answer: httpx.Response) -> Any:
    """What was said.

    Raises:
        Refused: a problem.
    """
    if answer.status_code == 200:
        return answer.json()
    after = answer.headers.get("Retry-After", "")
    try:
        problem = answer.json()
    except ValueError:
        problem = {"detail": answer.text[:200]}
    raise Refused(answer.status_code, problem, float(after) if after.isdigit() else None)


def stood(said: Any, football_time: str | None) -> Any:
    """An answer that stands, with the time of now and the age that follows.

    >>> before = {"football_time": "2019-12-26T06:00:00Z", "age_seconds": 60.0, "home": 0.5}
    >>> stood(before, "2019-12-26T07:00:00Z")
    {'football_time': '2019-12-26T07:00:00Z', 'age_seconds': 3660.0, 'home': 0.5}
    """
    if football_time is None or not isinstance(said, dict) or "football_time" not in said:
        return said
    later = datetime.fromisoformat(football_time) - datetime.fromisoformat(said["football_time"])
    aged = {"age_seconds": said["age_seconds"] + later.total_seconds()} if "age_seconds" in said else {}
    return {**said, "football_time": football_time, **aged}


def options(base_url: str, key: str | None, timeout: float) -> dict[str, Any]:
    """Of either of httpx's clients."""
    headers = {"Accept": "application/json", **({} if key is None else {"Authorization": f"Bearer {key}"})}
    return {"base_url": base_url.rstrip("/"), "headers": headers, "timeout": timeout}


def given(params: Params) -> dict[str, str]:
    """Those that are."""
    return {name: value for name, value in params.items() if value is not None}


def unreachable(error: httpx.TransportError) -> Unreachable:
    """httpx's failure as ours."""
    return Unreachable(f"no answer from Touchline: {str(error) or type(error).__name__}")
