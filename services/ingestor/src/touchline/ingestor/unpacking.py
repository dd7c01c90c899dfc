"""Compressed bodies, unpacked piece by piece and never further than a cap.

The client's own decoders unpack a whole piece at once, so that 64 KiB become 64 MiB before anyone can count, and apply
as many layers as a header names.
"""

import zlib

from touchline.ingestor.errors import Reason

ACCEPTED = "gzip, deflate"  # what we ask for; anything else that comes is refused
WINDOW = 32 + zlib.MAX_WBITS  # zlib finds out by itself whether it is gzip or zlib

_NAMES = frozenset({"gzip", "x-gzip", "deflate"})


class Unreadable(Exception):
    """The body cannot be had; `reason` says why."""

    def __init__(self, sentence: str, reason: Reason) -> None:
        super().__init__(sentence)
        self.reason = reason


class Unpacker:
    """Takes the pieces of one body as they come and gives their content.

    At the cap it refuses, or, told to cut, gives what there is room for and is `full`.

    >>> unpacker = Unpacker("gzip", most=10)
    >>> unpacker.feed(zlib.compress(b"Div,Date"))
    b'Div,Date'
    >>> unpacker.finish()
    """

    def __init__(self, encoding: str | None, most: int, cut: bool = False) -> None:
        name = (encoding or "identity").strip().lower()
        if name not in _NAMES and name != "identity":
            raise Unreadable(f"is sent as {name[:40]!r}, which was not asked for", Reason.ENCODING)
        self._inflate = zlib.decompressobj(WINDOW) if name in _NAMES else None
        self._most = most
        self._most_taken = most + most // 64 + 1024  # what cannot be compressed grows a little
        self._cut = cut
        self._taken = 0
        self._given = 0
        self.full = False

    def feed(self, piece: bytes) -> bytes:
        """The content of the next piece; may be nothing.

        Raises:
            Unreadable: more than the cap, before or after unpacking, or damaged.
        """
        self._taken += len(piece)
        room = self._most - self._given
        content = self._unpacked(piece, room + 1) if self._inflate else piece
        self._given += len(content)
        self.full = (
            self._given > self._most or self._taken > self._most_taken
        )  # blocks may unpack to nothing without end
        if self.full and not self._cut:
            when = "after" if self._given > self._most else "before"
            raise Unreadable(f"is more than {self._most} bytes {when} decompression", Reason.TOO_LARGE)
        return content[:room]

    def finish(self) -> None:
        """Nothing more comes.

        Raises:
            Unreadable: the compressed stream has not come to its end.
        """
        if self._inflate and self._taken and not self._inflate.eof:
            raise Unreadable("ends before its compressed content does", Reason.LENGTH)

    def _unpacked(self, piece: bytes, most: int) -> bytes:
        assert self._inflate
        if self._inflate.eof and piece:
            raise Unreadable("goes on after the end of its compressed content", Reason.ENCODING)
        try:
            content = self._inflate.decompress(piece, most)
        except zlib.error as error:
            raise Unreadable(f"cannot be decompressed: {error}", Reason.ENCODING) from error
        if self._inflate.unused_data:
            raise Unreadable("goes on after the end of its compressed content", Reason.ENCODING)
        return content
