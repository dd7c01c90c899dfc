"""What can become of a request, named by the answer it calls for."""

from enum import StrEnum


class Reason(StrEnum):
    """Why a document was not had: the label of a metric, so few and never renamed."""

    ROBOTS = "robots"  # robots.txt forbids it, or asks for a pace that we cannot keep
    CIRCUIT = "circuit"  # its host failed too often and is left alone
    QUOTA = "quota"  # what its key may ask for in this period is spent
    ADDRESS = "address"  # a host that is not on the list, or an address that is not public
    REDIRECTS = "redirects"  # too many, in circles, or to something that is no address
    UNREACHABLE = "unreachable"  # no name, no connection, or a connection that broke
    BUSY = "busy"  # 429 or 503: it asks to be left alone for a while
    STATUS = "status"  # any other status that is no answer
    TOO_SLOW = "too_slow"
    TOO_LARGE = "too_large"
    HEADERS = "headers"  # too many, or too long
    ENCODING = "encoding"  # compressed in a way we did not ask for, or damaged
    LENGTH = "length"  # shorter than announced
    PROTOCOL = "protocol"  # no HTTP that can be read
    UNASKED = "unasked"  # "not modified", although we never said what we have
    EMPTY = "empty"
    LOGIN = "login"  # a page that wants a password, in the document's place
    KIND = "kind"  # HTML as JSON, a message as CSV
    CHARSET = "charset"  # text that names an unknown charset, or is no text
    NESTING = "nesting"  # markup that is nested to break its reader
    ENTITIES = "entities"  # XML that declares entities, which a feed never needs
    OTHER = "other"


# The refusal was ours, so nothing is known about the host.
NOT_ASKED = frozenset({Reason.ROBOTS, Reason.CIRCUIT, Reason.QUOTA, Reason.ADDRESS})


class FetchFailed(Exception):
    """This document cannot be had now; the others go on and the sentence names it."""

    def __init__(self, sentence: str, reason: Reason = Reason.OTHER) -> None:
        super().__init__(sentence)
        self.reason = reason


class TryAgain(FetchFailed):
    """The provider may answer a repeated request.

    `after` is its own Retry-After in seconds; `status` what it answered, None when nothing came back.
    """

    def __init__(
        self,
        sentence: str,
        after: float | None = None,
        status: int | None = None,
        reason: Reason = Reason.UNREACHABLE,
    ) -> None:
        super().__init__(sentence, reason)
        self.after = after
        self.status = status
