"""What openfootball calls things (https://github.com/openfootball/football.json).

Kick-offs are local times of the league's country: in 2019/20 to 2024/25 all but 7 of 2,446 equal the UK times of
football-data.co.uk after conversion, and those 7 are late starts of 15 to 50 minutes and a match that was resumed.
"""

import re

SOURCE = "openfootball"
DOCUMENT = re.compile(r"^(?P<year>(?:19|20)\d{2})(?:-\d{2})?/(?P<league>[a-z]{2}\.\d)\.json$")

DOCUMENT_FIELDS = frozenset({"name", "matches", "rounds", "clubs"})
ROUND_FIELDS = frozenset({"name", "matches"})
MATCH_FIELDS = frozenset(
    {
        *("num", "round", "stage", "group", "date", "time", "timezone", "team1", "team2", "status"),
        *("score", "score1", "score2", "score1i", "score2i", "score1et", "score2et", "score1p", "score2p"),
        *("goals1", "goals2", "stadium", "ground", "city"),
    }
)
MATCHDAY = re.compile(r"Matchday (?P<number>\d{1,2})|(?P<other>\d{1,2})\. (?:Spieltag|Round|Giornata|Jornada|Journée)")

MOST_GOALS = 30
LAST_MINUTE_OF_FIRST_HALF = 45  # its added time is written 45+2
