"""What a person has to be told: one message, and exit code 2."""


class Failure(Exception):  # it is an outcome, told in a sentence, not a bug
    """The stack cannot do what was asked; the message is for the person who asked."""
