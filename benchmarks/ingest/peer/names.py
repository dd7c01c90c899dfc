"""What the plan tells of names, as pandas wants it."""

from typing import Any

import pandas as pd


class Plan:
    """Names of clubs and leagues, and the letters of bookmakers."""

    def __init__(self, plan: dict[str, Any]) -> None:
        self.plan = plan
        self.clubs: dict[str, dict[str, str]] = plan["clubs"]
        self.anywhere = {name: club for clubs in self.clubs.values() for name, club in clubs.items()}

    def club_of(self, names: pd.Series, pool: str) -> pd.Series:
        """Our ids of clubs; missing where a name is unknown."""
        known = self.anywhere if pool == "EUR" else self.clubs[pool]
        return folded(names).map(known)

    def club(self, name: str, code: str) -> str | None:
        """The same for one name of a competition."""
        pool = self.plan["pools"][code]
        known = self.anywhere if pool == "EUR" else self.clubs.get(pool, {})
        return known.get(" ".join(name.casefold().split()))


def folded(names: pd.Series) -> pd.Series:
    """Without case and surplus blanks."""
    return names.astype("str").str.normalize("NFC").str.casefold().str.split().str.join(" ")


def decoded(content: bytes) -> str:
    """UTF-8 where it is, else latin-1."""
    try:
        return content.decode("utf-8-sig")
    except UnicodeDecodeError:
        return content.decode("latin-1")
