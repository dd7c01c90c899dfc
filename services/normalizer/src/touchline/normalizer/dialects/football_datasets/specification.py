"""What football-datasets calls things (https://github.com/datasets/football-datasets)."""

import re
from collections.abc import Mapping

from touchline.schemas.competitions import Competition, known_as

SOURCE = "football-datasets"
SEASON_DOCUMENT = re.compile(r"^(?P<league>[a-z0-9-]+)/season-(?P<season>\d{4})\.csv$")
REQUIRED_COLUMNS = ("Date", "HomeTeam", "AwayTeam", "FTHG", "FTAG")
FOLLOWED: Mapping[str, Competition] = known_as(SOURCE)
