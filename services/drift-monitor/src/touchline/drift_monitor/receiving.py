"""Where Alertmanager brings its alerts: `POST /alerts` with a token, answered when what follows from it is kept.

It has a port and a server of its own: metrics are answered by a thread, also while this loop is busy, to whoever
scrapes; this one needs the loop's database and a token.
"""

import asyncio
import hmac
from collections.abc import Awaitable, Callable

from aiohttp import web
from pydantic import SecretStr

from touchline.drift_monitor.alerts import Alert, alerts_in
from touchline.drift_monitor.requesting import Answer
from touchline.runtime.errors import InvalidRecord, Unavailable
from touchline.runtime.logs import log

PATH = "/alerts"
LARGEST = 1 << 20  # bytes; a group has an alert for each pool, of a kilobyte
READING = 10.0  # seconds in which a message must have come whole

Take = Callable[[Alert], Awaitable[Answer]]


def application(token: SecretStr, take: Take) -> web.Application:
    """The one route. Alertmanager repeats what was answered with 5xx, and never what was answered with 4xx."""

    async def hear(request: web.Request) -> web.Response:
        if not _may(request.headers.get("Authorization", ""), token):
            log.warning("alert refused: no token, or another", peer=request.remote)
            return _said(401, "a token is needed", {"WWW-Authenticate": "Bearer"})
        try:
            async with asyncio.timeout(READING):
                alerts = alerts_in(await request.read())
            answers = [(alert, await take(alert)) for alert in alerts]
        except InvalidRecord as invalid:
            log.error("alert refused", reason=str(invalid))
            return _said(400, str(invalid))
        except TimeoutError:
            return _said(408, f"the message did not come within {READING:.0f} s")
        except Unavailable as down:
            log.warning("alert waits", error=str(down))
            return _said(503, "bring it again later", {"Retry-After": "5"})
        for alert, answer in answers:
            log.info("alert heard", alert=alert.name, pool=alert.pool, answer=answer.value)
        return web.json_response({"answers": [{"pool": alert.pool, "answer": answer} for alert, answer in answers]})

    app = web.Application(client_max_size=LARGEST)
    app.router.add_post(PATH, hear)
    return app


def receiver(host: str, port: int, token: SecretStr, take: Take) -> Callable[[], Awaitable[None]]:
    """Background work that listens for as long as the service runs."""

    async def forever() -> None:
        runner = web.AppRunner(application(token, take), access_log=None)
        await runner.setup()
        try:
            await web.TCPSite(runner, host, port).start()
            await asyncio.Event().wait()
        finally:
            await runner.cleanup()

    return forever


def _may(given: str, token: SecretStr) -> bool:
    wanted = f"Bearer {token.get_secret_value()}"
    return hmac.compare_digest(given.encode("utf-8", "surrogateescape"), wanted.encode())


def _said(status: int, error: str, headers: dict[str, str] | None = None) -> web.Response:
    return web.json_response({"error": error}, status=status, headers=headers)
