"""What Understat calls things, by the public shape of a league page's `datesData`; nobody recorded a real document.

Numbers are texts, and null before the match. `datetime` names no zone: in the documents that we made it is UTC, and so
it is read. The provider's own clock was another one in 2018, when it had Manchester United v Leicester, which began at
19:00 UTC, at 22:00: whoever records a real document should first compare its kick-offs with another source's.
"""

import re

SOURCE = "understat"
DOCUMENT = re.compile(r"^league/(?P<league>[A-Za-z_0-9]{1,40})/(?P<year>(?:19|20)\d{2})\.json$", re.ASCII)

HOME, AWAY = "h", "a"
MATCH_FIELDS = frozenset(
    {"id", "isResult", HOME, AWAY, "goals", "xG", "datetime", "forecast"}  # the forecast was computed after the match
)
EXPECTED_FIELDS = ("xG",)  # what the source is read for

MOST_GOALS, MOST_EXPECTED_GOALS = 30, 20.0
