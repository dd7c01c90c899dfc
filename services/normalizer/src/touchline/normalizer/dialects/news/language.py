"""Which language a text is in, by py3langid (Lui and Baldwin, langid.py, ACL 2012), which brings its model along."""

import py3langid

from touchline.normalizer.dialects.news.specification import LEAST_FOR_LANGUAGE

ENOUGH = 5_000  # characters; more do not change the answer


def language_of(text: str) -> str | None:
    """ISO 639-1; None where the text is too short to say.

    >>> language_of("The striker will miss the derby on Saturday with a hamstring injury, his manager said.")
    'en'
    """
    if len(text) < LEAST_FOR_LANGUAGE:
        return None
    language, _ = py3langid.classify(text[:ENOUGH])
    return str(language)
