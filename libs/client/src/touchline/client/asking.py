"""The two clients: the same questions, waited for or awaited."""

from collections.abc import AsyncIterator, Iterator, Sequence
from contextlib import asynccontextmanager, contextmanager
from types import TracebackType
from typing import Any

import httpx

from touchline.client.events import Event, Lines
from touchline.client.requests import Known, Params, given, options, read, unreachable
from touchline.client.values import Fixture, Prediction, fixture_of, prediction_of

STREAM, MATCH = "/v1/stream/predictions", "/v1/predict/match"
SILENCE = 60.0  # seconds: a stream's heartbeat comes every 15


class Touchline:
    """`with Touchline("http://127.0.0.1:8080", key=…) as touchline: …`; every method raises TouchlineError."""

    def __init__(
        self, base_url: str, *, key: str | None = None, timeout: float = 10.0,
        transport: httpx.BaseTransport | None = None,
    ) -> None:  # fmt: skip
        self._http = httpx.Client(**options(base_url, key, timeout), transport=transport)
        self._known = Known()

    def __enter__(self) -> "Touchline":
        return self

    def __exit__(self, kind: type[BaseException] | None, error: BaseException | None, at: TracebackType | None) -> None:
        self.close()

    def close(self) -> None:
        """Let connections go."""
        self._http.close()

    def match(self, match_id: str) -> Prediction:
        """A match's standing prediction."""
        return prediction_of(self.get(MATCH, {"match_id": match_id}))

    def meeting(self, home: str, away: str, date: str | None = None) -> Prediction:
        """Of two teams, on a day (YYYY-MM-DD) if one is named; a meeting that is not planned is marked hypothetical."""
        return prediction_of(self.get(MATCH, {"home": home, "away": away, "date": date}))

    def matches(self, questions: Sequence[Params]) -> list[Prediction]:
        """Up to 20 at once, each by `match_id` or by `home`, `away` and perhaps `date`; all or none."""
        said = self._post(MATCH, {"matches": [given(one) for one in questions]})
        return [prediction_of(one) for one in said["answers"]]

    def fixtures(self) -> list[Fixture]:
        """Every coming match."""
        return [fixture_of(one) for one in self.get("/v1/fixtures")["fixtures"]]

    def get(self, path: str, params: Params | None = None) -> Any:
        """Whatever else there is, such as `/v1/simulations/season`, as it was said."""
        request = self._http.build_request("GET", path, params=given(params or {}))
        request.headers.update(self._known.headers(str(request.url)))
        return self._known.read(str(request.url), self._sent(request))

    def changes(self, after: str | None = None, **names: Sequence[str]) -> Iterator[Event]:
        """Changes as they happen, until the server ends them; `after` is the last `id` that was seen.

        `match_id`, `team` and `competition` name which.
        """
        with self._stream(after, names) as answer:
            lines = Lines()
            try:
                for line in answer.iter_lines():
                    if (event := lines.take(line)) is not None:
                        yield event
            except httpx.TransportError as error:
                raise unreachable(error) from error

    @contextmanager
    def _stream(self, after: str | None, names: Any) -> Iterator[httpx.Response]:
        request = self._http.build_request("GET", STREAM, params=names, headers=_after(after), timeout=SILENCE)
        answer = self._sent(request, stream=True)
        try:
            if answer.status_code != 200:
                answer.read()
                read(answer)
            yield answer
        finally:
            answer.close()

    def _post(self, path: str, body: Any) -> Any:
        return read(self._sent(self._http.build_request("POST", path, json=body)))

    def _sent(self, request: httpx.Request, *, stream: bool = False) -> httpx.Response:
        try:
            return self._http.send(request, stream=stream)
        except httpx.TransportError as error:
            raise unreachable(error) from error


class AsyncTouchline:
    """The same with `async with` and `await`."""

    def __init__(
        self, base_url: str, *, key: str | None = None, timeout: float = 10.0,
        transport: httpx.AsyncBaseTransport | None = None,
    ) -> None:  # fmt: skip
        self._http = httpx.AsyncClient(**options(base_url, key, timeout), transport=transport)
        self._known = Known()

    async def __aenter__(self) -> "AsyncTouchline":
        return self

    async def __aexit__(
        self, kind: type[BaseException] | None, error: BaseException | None, at: TracebackType | None
    ) -> None:
        await self.close()

    async def close(self) -> None:
        """Let connections go."""
        await self._http.aclose()

    async def match(self, match_id: str) -> Prediction:
        """A match's standing prediction."""
        return prediction_of(await self.get(MATCH, {"match_id": match_id}))

    async def meeting(self, home: str, away: str, date: str | None = None) -> Prediction:
        """Of two teams, on a day (YYYY-MM-DD) if one is named; a meeting that is not planned is marked hypothetical."""
        return prediction_of(await self.get(MATCH, {"home": home, "away": away, "date": date}))

    async def matches(self, questions: Sequence[Params]) -> list[Prediction]:
        """Up to 20 at once, each by `match_id` or by `home`, `away` and perhaps `date`; all or none."""
        request = self._http.build_request("POST", MATCH, json={"matches": [given(one) for one in questions]})
        return [prediction_of(one) for one in read(await self._sent(request))["answers"]]

    async def fixtures(self) -> list[Fixture]:
        """Every coming match."""
        return [fixture_of(one) for one in (await self.get("/v1/fixtures"))["fixtures"]]

    async def get(self, path: str, params: Params | None = None) -> Any:
        """Whatever else there is, as it was said."""
        request = self._http.build_request("GET", path, params=given(params or {}))
        request.headers.update(self._known.headers(str(request.url)))
        return self._known.read(str(request.url), await self._sent(request))

    async def changes(self, after: str | None = None, **names: Sequence[str]) -> AsyncIterator[Event]:
        """Changes as they happen, until the server ends them; `after` is the last `id` that was seen."""
        async with self._stream(after, names) as answer:
            lines = Lines()
            try:
                async for line in answer.aiter_lines():
                    if (event := lines.take(line)) is not None:
                        yield event
            except httpx.TransportError as error:
                raise unreachable(error) from error

    @asynccontextmanager
    async def _stream(self, after: str | None, names: Any) -> AsyncIterator[httpx.Response]:
        request = self._http.build_request("GET", STREAM, params=names, headers=_after(after), timeout=SILENCE)
        answer = await self._sent(request, stream=True)
        try:
            if answer.status_code != 200:
                await answer.aread()
                read(answer)
            yield answer
        finally:
            await answer.aclose()

    async def _sent(self, request: httpx.Request, *, stream: bool = False) -> httpx.Response:
        try:
            return await self._http.send(request, stream=stream)
        except httpx.TransportError as error:
            raise unreachable(error) from error


def _after(last_id: str | None) -> dict[str, str]:
    return {"Accept": "text/event-stream", **({} if last_id is None else {"Last-Event-ID": last_id})}
