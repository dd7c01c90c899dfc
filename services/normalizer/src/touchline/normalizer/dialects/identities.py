"""Reviewed identity decisions: which club a provider's name means.

A name is added here by a person who checked it; a name that is not here is never guessed. A changed decision changes
what a document means: raise `LOGIC_VERSION` in `touchline.normalizer.records` with it.
"""

from collections.abc import Mapping
from dataclasses import dataclass
from types import MappingProxyType

# football-data.co.uk's spelling of every club of England's top division from 2000/01 to 2025/26.
ENGLAND: Mapping[str, str] = MappingProxyType(
    {
        "Arsenal": "arsenal",
        "Aston Villa": "aston-villa",
        "Birmingham": "birmingham",
        "Blackburn": "blackburn",
        "Blackpool": "blackpool",
        "Bolton": "bolton",
        "Bournemouth": "bournemouth",
        "Bradford": "bradford",
        "Brentford": "brentford",
        "Brighton": "brighton",
        "Burnley": "burnley",
        "Cardiff": "cardiff",
        "Charlton": "charlton",
        "Chelsea": "chelsea",
        "Coventry": "coventry",
        "Crystal Palace": "crystal-palace",
        "Derby": "derby",
        "Everton": "everton",
        "Fulham": "fulham",
        "Huddersfield": "huddersfield",
        "Hull": "hull",
        "Ipswich": "ipswich",
        "Leeds": "leeds",
        "Leicester": "leicester",
        "Liverpool": "liverpool",
        "Luton": "luton",
        "Man City": "man-city",
        "Man United": "man-united",
        "Middlesboro": "middlesbrough",
        "Middlesbrough": "middlesbrough",
        "Newcastle": "newcastle",
        "Norwich": "norwich",
        "Nott'm Forest": "nottm-forest",
        "Portsmouth": "portsmouth",
        "QPR": "qpr",
        "Reading": "reading",
        "Sheffield United": "sheffield-united",
        "Southampton": "southampton",
        "Stoke": "stoke",
        "Sunderland": "sunderland",
        "Swansea": "swansea",
        "Tottenham": "tottenham",
        "Watford": "watford",
        "West Brom": "west-brom",
        "West Ham": "west-ham",
        "Wigan": "wigan",
        "Wolves": "wolves",
    }
)


@dataclass(frozen=True, slots=True)
class Competition:
    """A division that we follow, and the pool that its clubs share with their country's other competitions."""

    code: str
    pool: str
    country: str
    clubs: Mapping[str, str]  # team_id by the provider's name


COMPETITIONS: Mapping[str, Competition] = MappingProxyType({"E0": Competition("E0", "ENG", "England", ENGLAND)})
