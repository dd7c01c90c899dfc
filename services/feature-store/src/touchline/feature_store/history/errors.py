"""What is said to whoever asks for features that cannot be given."""

from touchline.runtime.errors import Refused


class Unanswerable(Refused):
    """A question about features that has no answer; the sentence says what was wrong and what to do.

    It is a `Refused`, because a command that is asked such a thing exits with 2 and this sentence, and because going on
    would mean guessing: a zone for a time without one, or a value for a moment that nobody has seen.
    """
