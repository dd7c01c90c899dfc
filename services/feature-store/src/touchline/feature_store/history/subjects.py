"""What can be asked about, and what is remembered: closed sets."""

from enum import StrEnum


class Subject(StrEnum):
    """Of what features can be asked."""

    MATCH = "match"
    TEAM = "team"
    PLAYER = "player"

    @property
    def column(self) -> str:
        """The column that names it in a table of entities.

        >>> Subject.TEAM.column
        'team_id'
        """
        return f"{self.value}_id"


class Kind(StrEnum):
    """The kinds of timelines; `history.kind` in MariaDB."""

    TEAM = "team"
    PAIR = "pair"
    MARKET = "market"
    SQUAD = "squad"
    PLAYER = "player"


class Mode(StrEnum):
    """Which past: what was known at a moment, or what is known of that moment today."""

    AS_SERVED = "as_served"
    AS_CORRECTED = "as_corrected"
