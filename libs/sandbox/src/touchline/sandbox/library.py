"""Where the sandbox takes its documents from: a folder of recorded ones, or a package of real matches."""

from collections.abc import Callable, Mapping
from dataclasses import dataclass
from pathlib import Path

from touchline.sandbox.providers import (
    absences,
    fbref,
    football_data,
    football_data_org,
    football_datasets,
    fpl,
    fpl_archive,
    kaggle,
    news,
    oddsportal,
    openfootball,
    pinnacle,
    spi538,
    the_odds_api,
    understat,
    william_hill,
    xg_and_markets,
)
from touchline.sandbox.providers.provider import Provider
from touchline.sandbox.providers.season import Season

COMPETITION = "E0"  # whose match days the date moves on by

# A new source is a line here: how to find its recorded documents in their folder; None when they are not there.
RECORDED: Mapping[str, Callable[[Path], Provider | None]] = {
    football_data.SOURCE: football_data.recorded,
    fpl.SOURCE: fpl.recorded,
    fpl_archive.SOURCE: fpl_archive.recorded,
    absences.SOURCE: absences.recorded,
    football_datasets.SOURCE: football_datasets.recorded,
    kaggle.SOURCE: kaggle.recorded,
    football_data_org.SOURCE: football_data_org.recorded,
    openfootball.SOURCE: openfootball.recorded,
    spi538.SOURCE: spi538.recorded,
    xg_and_markets.SOURCE: xg_and_markets.recorded,
    news.SOURCE: news.recorded,
    fbref.SOURCE: fbref.recorded,
    oddsportal.SOURCE: oddsportal.recorded,
    pinnacle.SOURCE: pinnacle.recorded,
    the_odds_api.SOURCE: the_odds_api.recorded,
    william_hill.SOURCE: william_hill.recorded,
    understat.SOURCE: understat.recorded,
}


class NothingRecorded(LookupError):
    """No document was found; the message says where it was looked for and what to do."""


@dataclass(frozen=True)
class Library:
    """Providers by source, and the seasons whose match days the date moves on by."""

    providers: Mapping[str, Provider]

    @property
    def calendar(self) -> list[Season]:
        """The seasons of the competition that sets the pace."""
        provider = self.providers.get(football_data.SOURCE)
        seasons = provider.seasons if isinstance(provider, football_data.FootballData) else {}
        return [season for (competition, _), season in sorted(seasons.items()) if competition == COMPETITION]


def recorded(folder: Path) -> Library:
    """Everything that the folder of recorded documents holds."""
    found = {source: find(folder) for source, find in RECORDED.items()}
    return Library({source: provider for source, provider in found.items() if provider is not None})


def samples(folder: Path) -> Library:
    """Our own sample documents of football-data.co.uk."""
    return Library({football_data.SOURCE: football_data.samples(folder)})
