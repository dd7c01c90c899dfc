"""Kaggle's English Premier League (saife245): an archive that the user downloads once, with a token of his own.

Asked for are the season files and `final_dataset.csv`. `EPLStandings.csv` is not: the final positions follow from the
results. Nor is `test.csv`: it repeats the last season of `final_dataset.csv`.
"""

from datetime import date, datetime

from touchline.ingestor.sources.card import Kind, Pages, PlannedDocument, Schedule, SourceCard
from touchline.ingestor.sources.football_data import current_season
from touchline.schemas.competitions import COMPETITIONS

ID = "kaggle"
DATASET = "saife245/english-premier-league"
COMPETITION = COMPETITIONS["E0"]
SEASONS = range(2000, 2018)  # 2000/01 to 2017/18; a copy may hold fewer


def plan(moment: datetime, pages: Pages) -> list[PlannedDocument]:
    """Every season that has begun, oldest first, and the table of all of them."""
    current = current_season(moment)
    seasons = [year for year in SEASONS if year <= current]
    return [*(_season(year, settled=year < current) for year in seasons), _all_seasons(settled=current > SEASONS[-1])]


def _season(year: int, settled: bool) -> PlannedDocument:
    path = f"Datasets/{year}-{(year + 1) % 100:02d}.csv"
    covers = COMPETITION.season_range(COMPETITION.season_named(year))
    return _document(path, settled, f"{COMPETITION.code}/{year}-{(year + 1) % 100:02d}", covers)


def _all_seasons(settled: bool) -> PlannedDocument:
    covers = (date(SEASONS[0], 7, 1), date(SEASONS[-1] + 1, 6, 30))
    return _document("Datasets/final_dataset.csv", settled, COMPETITION.code, covers)


def _document(path: str, settled: bool, part: str, covers: tuple[date, date]) -> PlannedDocument:
    return PlannedDocument(f"{ID}/{path}", path, True, Kind.CSV, settled, part=part, covers=covers)


CARD = SourceCard(ID, plan, schedule=Schedule.ONCE, archive=DATASET)
