"""Every source that can be asked; a new one is a line here."""

from collections.abc import Mapping
from types import MappingProxyType

from touchline.ingestor.sources import (
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
from touchline.ingestor.sources.card import SourceCard

CARDS: Mapping[str, SourceCard] = MappingProxyType(
    {
        card.id: card
        for card in (
            football_data.CARD,
            fpl_archive.CARD,
            fpl.CARD,
            absences.CARD,
            football_datasets.CARD,
            kaggle.CARD,
            football_data_org.CARD,
            openfootball.CARD,
            spi538.CARD,
            xg_and_markets.CARD,
            news.CARD,
            fbref.CARD,
            oddsportal.CARD,
            pinnacle.CARD,
            the_odds_api.CARD,
            william_hill.CARD,
            understat.CARD,
        )
    }
)
