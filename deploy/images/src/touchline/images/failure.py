"""What stops a command of this package."""


class Failure(Exception):
    """It cannot be done; the sentence says why and what to do."""
