"""What Airflow is told of the sources."""

from touchline.ingestor.pools import host, overview, pools
from touchline.ingestor.sources.registry import CARDS


def test_every_source_is_in_the_pool_of_its_host() -> None:
    known = pools(CARDS.values())
    for card, told in zip(CARDS.values(), overview(CARDS.values()), strict=True):
        assert told == {"source": card.id, "schedule": card.schedule.value, "pool": host(card)}
        assert card.id in known[host(card)]["description"]


def test_a_host_is_asked_by_one_process_at_a_time_whichever_sources_it_has() -> None:
    shared = [CARDS["football-data"], CARDS["football-data"]]
    assert pools(shared) == {
        "www.football-data.co.uk": {
            "slots": 1,
            "description": "asks football-data, football-data",
            "include_deferred": False,
        }
    }
