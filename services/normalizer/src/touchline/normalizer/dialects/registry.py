"""Every dialect, by its source; a new source is a line here."""

from collections.abc import Mapping
from types import MappingProxyType

from touchline.normalizer.dialects.absences.parser import DIALECT as ABSENCES
from touchline.normalizer.dialects.dialect import Dialect
from touchline.normalizer.dialects.fbref.parser import DIALECT as FBREF
from touchline.normalizer.dialects.football_data.parser import DIALECT as FOOTBALL_DATA
from touchline.normalizer.dialects.football_data_org.parser import DIALECT as FOOTBALL_DATA_ORG
from touchline.normalizer.dialects.football_datasets.parser import DIALECT as FOOTBALL_DATASETS
from touchline.normalizer.dialects.fpl.parser import DIALECT as FPL
from touchline.normalizer.dialects.fpl_archive.parser import DIALECT as FPL_ARCHIVE
from touchline.normalizer.dialects.kaggle.parser import DIALECT as KAGGLE
from touchline.normalizer.dialects.news.parser import DIALECT as NEWS
from touchline.normalizer.dialects.oddsportal.parser import DIALECT as ODDSPORTAL
from touchline.normalizer.dialects.openfootball.parser import DIALECT as OPENFOOTBALL
from touchline.normalizer.dialects.pinnacle.parser import DIALECT as PINNACLE
from touchline.normalizer.dialects.spi538.parser import DIALECT as SPI538
from touchline.normalizer.dialects.the_odds_api.parser import DIALECT as THE_ODDS_API
from touchline.normalizer.dialects.understat.parser import DIALECT as UNDERSTAT
from touchline.normalizer.dialects.william_hill.parser import DIALECT as WILLIAM_HILL
from touchline.normalizer.dialects.xg_and_markets.parser import DIALECT as XG_AND_MARKETS

DIALECTS: Mapping[str, Dialect] = MappingProxyType(
    {
        dialect.source: dialect
        for dialect in (
            ABSENCES,
            FOOTBALL_DATA,
            FOOTBALL_DATASETS,
            FOOTBALL_DATA_ORG,
            FPL,
            FPL_ARCHIVE,
            KAGGLE,
            NEWS,
            OPENFOOTBALL,
            SPI538,
            XG_AND_MARKETS,
            FBREF,
            ODDSPORTAL,
            PINNACLE,
            THE_ODDS_API,
            WILLIAM_HILL,
            UNDERSTAT,
        )
    }
)
