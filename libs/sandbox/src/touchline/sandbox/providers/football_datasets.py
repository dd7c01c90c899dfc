"""football-datasets: one season file a league, without kick-off times."""

from pathlib import Path

from touchline.sandbox.providers.tables import Tables, tables_in

SOURCE = "football-datasets"


def recorded(folder: Path) -> Tables | None:
    """The season files at the provider's own paths, premier-league/season-1920.csv and so on."""
    return tables_in(folder / SOURCE, "*/season-*.csv")
