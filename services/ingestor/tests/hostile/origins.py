"""Hostile providers as real servers on loopback, in plain sockets, so that they may break every rule of HTTP.

Run as a program, it starts one server for each, prints their ports as JSON and serves until its input is closed.
Each answers `/robots.txt` with nothing to forbid, unless robots.txt is what it is hostile with.
"""

import asyncio
import gzip
import json
import sys
import zlib
from collections.abc import AsyncIterator, Callable, Iterator

MEGABYTE = 1024 * 1024
LINE_OF_CSV = b"E0,29/02/2020,Northtown,Southport,1,0\r\n"
TABLE = b"Div,Date,HomeTeam,AwayTeam,FTHG,FTAG\r\n" + LINE_OF_CSV

Pieces = AsyncIterator[bytes]
Origin = Callable[[str], Pieces]


def head(status: str = "200 OK", *headers: str) -> bytes:
    return "\r\n".join((f"HTTP/1.1 {status}", "Connection: close", *headers, "", "")).encode("latin-1")


def whole(body: bytes, *headers: str, status: str = "200 OK") -> bytes:
    return head(status, f"Content-Length: {len(body)}", *headers) + body


def chunk(content: bytes) -> bytes:
    return b"%x\r\n%s\r\n" % (len(content), content)


def says(answer: bytes) -> Origin:
    async def origin(path: str) -> Pieces:
        yield answer

    return origin


def without_end(begin: bytes, piece: bytes, pause: float | None = None) -> Origin:
    async def origin(path: str) -> Pieces:
        yield begin
        while True:
            yield piece
            if pause is not None:
                await asyncio.sleep(pause)

    return origin


def bomb(size: int) -> Iterator[bytes]:
    """Zeros, compressed a thousandfold."""
    packer = zlib.compressobj(9, wbits=31)
    for _ in range(size // MEGABYTE):
        yield packer.compress(b"0" * MEGABYTE)
    yield packer.flush()


async def gzip_bomb(path: str) -> Pieces:
    yield head("200 OK", "Content-Type: text/csv", "Content-Encoding: gzip")
    for piece in bomb(1024 * MEGABYTE):
        yield piece


async def nested_gzip_bomb(path: str) -> Pieces:
    packed = gzip.compress(b"".join(bomb(256 * MEGABYTE)))
    yield whole(packed, "Content-Type: text/csv", "Content-Encoding: gzip, gzip")


async def gzip_of_nothing(path: str) -> Pieces:
    """Empty blocks of deflate: they unpack to nothing, for ever."""
    yield head("200 OK", "Content-Encoding: gzip")
    yield gzip.compress(b"")[:10]
    while True:
        yield b"\x00\x00\x00\xff\xff" * 10_000


async def circles(path: str) -> Pieces:
    yield head("302 Found", "Location: /b.csv" if path == "/document" else "Location: /document", "Content-Length: 0")


async def ever_further(path: str) -> Pieces:
    yield head("302 Found", f"Location: {path}x", "Content-Length: 0")


async def many_headers(path: str) -> Pieces:
    yield whole(TABLE, "Content-Type: text/csv", *(f"X-{number}: {number}" for number in range(2_000)))


async def endless_headers(path: str) -> Pieces:
    yield b"HTTP/1.1 200 OK\r\n"
    while True:
        yield b"X-Header: " + b"x" * 60_000 + b"\r\n"


async def robots_only(content: Pieces, path: str) -> Pieces:
    if path != "/robots.txt":
        yield whole(TABLE, "Content-Type: text/csv")
        return
    async for piece in content:
        yield piece


async def _large_robots() -> Pieces:
    comment = b"# nothing to see here, move along, move along\n" * 1_000
    rules = b"User-agent: *\nDisallow: /private\n"
    pieces = 100 * MEGABYTE // len(comment)
    yield head("200 OK", f"Content-Length: {len(rules) + pieces * len(comment)}", "Content-Type: text/plain") + rules
    for _ in range(pieces):
        yield comment


async def _endless_robots() -> Pieces:
    yield head("200 OK", "Transfer-Encoding: chunked")
    while True:
        yield chunk(b"Disallow: /private\n" * 1_000)


async def _crossed_robots() -> Pieces:
    """Half of it names robots, the other half forbids something to all of them: agents × rules are 5 × 10^8."""
    agents = b"".join(b"User-agent: bot%d\n" % number for number in range(14_000))
    yield whole(agents + b"Disallow: /p\nAllow: /\n" * 11_000)


async def _packed_robots() -> Pieces:
    yield head("200 OK", "Content-Encoding: gzip")
    packer = zlib.compressobj(9, wbits=31)
    yield packer.compress(b"User-agent: *\nDisallow: /private\n" + b"#" * (100 * MEGABYTE)) + packer.flush()


LOGIN = (
    b"<!DOCTYPE html><html><head><title>Sign in</title></head><body><form><input type='password'></form></body></html>"
)
PAGE = b"<!DOCTYPE html><html><head><title>Soon</title></head><body><p>We will be back soon.</p></body></html>"
LAUGHS = (
    b'<?xml version="1.0"?><!DOCTYPE odds [<!ENTITY a0 "ha">'
    + b"".join(b'<!ENTITY a%d "%s">' % (n, b"&a%d;" % (n - 1) * 10) for n in range(1, 11))
    + b"]><odds>&a10;</odds>"
)
CHUNKED = "Transfer-Encoding: chunked"

ORIGINS: dict[str, Origin] = {
    "gzip-bomb": gzip_bomb,
    "gzip-in-gzip-bomb": nested_gzip_bomb,
    "gzip-of-nothing": gzip_of_nothing,
    "gzip-cut-short": says(head("200 OK", "Content-Encoding: gzip") + gzip.compress(TABLE * 50)[:-20]),
    "brotli-unasked": says(whole(b"\x8b\x00\x80x\x03", "Content-Encoding: br")),
    "zstd-unasked": says(whole(b"\x28\xb5\x2f\xfd\x00\x00\x00", "Content-Encoding: zstd")),
    "endless-chunks": without_end(head("200 OK", CHUNKED), chunk(LINE_OF_CSV * 1_000)),
    "endless-tiny-chunks": without_end(head("200 OK", CHUNKED), chunk(b"x") * 2_000),
    "slow-drip": without_end(head("200 OK", CHUNKED), chunk(b"E"), pause=0.05),
    "slow-headers": without_end(b"HTTP/1.1 200 OK\r\n", b"X-A: b\r\n", pause=0.05),
    "endless-early-hints": without_end(b"", b"HTTP/1.1 103 Early Hints\r\nLink: </a>\r\n\r\n" * 100),
    "silence": without_end(b"", b"", pause=0.05),
    "redirect-to-metadata": says(head("302 Found", "Location: http://169.254.169.254/latest/meta-data/")),
    "redirect-to-private": says(head("307 Temporary Redirect", "Location: https://10.0.0.7/admin")),
    "redirect-to-other-port": says(head("301 Moved Permanently", "Location: http://127.0.0.1:22/")),
    "redirect-to-file": says(head("302 Found", "Location: file:///etc/passwd")),
    "redirect-to-nowhere": says(head("302 Found", "Location: http://[::1/")),
    "redirect-in-circles": circles,
    "redirect-without-end": ever_further,
    "login-page": says(whole(LOGIN, "Content-Type: text/html")),
    "html-as-json": says(whole(PAGE, "Content-Type: application/json")),
    "message-as-csv": says(whole(b"Too many requests, come back later", "Content-Type: text/csv")),
    "bad-charset": says(whole(PAGE, "Content-Type: text/html; charset=utf-9000")),
    "json-in-latin-1": says(whole('{"team": "Málaga"}'.encode("latin-1"), "Content-Type: application/json")),
    "zeros-as-csv": says(whole(TABLE + b"\0" * 1_000, "Content-Type: text/csv")),
    "million-tags-html": says(whole(b"<!DOCTYPE html><html>" + b"<div>" * 1_000_000, "Content-Type: text/html")),
    "million-tags-xml": says(whole(b"<odds>" * 1_000_000, "Content-Type: application/xml")),
    "million-tags-not-looked-at": says(whole(b"<odds>" * 1_000_000, "Content-Type: application/xml")),
    "just-below-the-cap": says(whole(b'{"odds": [' + b"1.25, " * 3_400_000 + b"0]}", "Content-Type: application/json")),
    "entity-bomb": says(whole(LAUGHS, "Content-Type: application/xml")),
    "empty": says(whole(b"", "Content-Type: text/csv")),
    "too-short": says(head("200 OK", "Content-Length: 100000", "Content-Type: text/csv") + TABLE),
    "two-lengths": says(head("200 OK", "Content-Length: 5", "Content-Length: 500") + TABLE),
    "no-http": says(b"SSH-2.0-OpenSSH_9.2p1 Debian-2\r\n" * 3),
    "many-headers": many_headers,
    "endless-headers": endless_headers,
    "retry-after-years": says(head("503 Service Unavailable", "Retry-After: 315360000")),
    "retry-after-nonsense": says(head("429 Too Many Requests", "Retry-After: " + "9" * 5_000)),
    "not-modified-unasked": says(head("304 Not Modified")),
    "robots-of-100-megabytes": lambda path: robots_only(_large_robots(), path),
    "robots-without-end": lambda path: robots_only(_endless_robots(), path),
    "robots-agents-times-rules": lambda path: robots_only(_crossed_robots(), path),
    "robots-gzip-bomb": lambda path: robots_only(_packed_robots(), path),
    "robots-that-drip": lambda path: robots_only(
        without_end(head("200 OK", CHUNKED), chunk(b"#"), pause=0.05)(path), path
    ),
}


async def _serve(name: str, reader: asyncio.StreamReader, writer: asyncio.StreamWriter) -> None:
    request = await reader.readuntil(b"\r\n\r\n")
    path = request.split(b" ", 2)[1].decode()
    origin = ORIGINS[name] if name.startswith("robots") or path != "/robots.txt" else says(whole(b""))
    try:
        async for piece in origin(path):
            writer.write(piece)
            await writer.drain()
    except ConnectionError:
        pass  # the client has had enough
    finally:
        writer.close()


async def serve() -> None:
    ports = {}
    for name in ORIGINS:
        server = await asyncio.start_server(lambda r, w, name=name: _serve(name, r, w), "127.0.0.1", 0)
        ports[name] = server.sockets[0].getsockname()[1]
    print(json.dumps(ports), flush=True)
    await asyncio.to_thread(sys.stdin.read)


if __name__ == "__main__":
    asyncio.run(serve())
