"""What can become of a request, named by the answer it calls for."""


class FetchFailed(Exception):
    """This document cannot be had now; the others go on and the sentence names it."""


class TryAgain(FetchFailed):
    """The provider may answer a repeated request.

    `after` is its own Retry-After in seconds; `status` what it answered, None when nothing came back.
    """

    def __init__(self, sentence: str, after: float | None = None, status: int | None = None) -> None:
        super().__init__(sentence)
        self.after = after
        self.status = status
