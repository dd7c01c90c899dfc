"""The table of played matches: each row knows its past and nothing of its day."""

from collections.abc import Iterable
from dataclasses import replace
from datetime import UTC, datetime, timedelta

from touchline.feature_store.played.messages import Asserted
from touchline.feature_store.played.prices import known_market, price_columns
from touchline.feature_store.played.table import played_table
from touchline.schemas.records import Match, MatchStatus, Odds, OddsMoment, Provenance

FRIDAY = datetime(2019, 8, 9, 19, tzinfo=UTC)
SATURDAY = datetime(2019, 8, 10, 11, 30, tzinfo=UTC)


def match(home: str, away: str, kick_off: datetime, goals: tuple[int, int] = (1, 0)) -> Match:
    counts = {name: None for name in Match.__dataclass_fields__ if name.startswith(("home_", "away_", "half_"))}
    return Match(
        **{
            **counts,
            "match_id": f"E0:2019-20:{home}:{away}",
            "pool": "ENG",
            "competition": "E0",
            "season": "2019/20",
            "home_team": home,
            "away_team": away,
            "kick_off_known": True,
            "status": MatchStatus.PLAYED,
            "home_goals": goals[0],
            "away_goals": goals[1],
            "referee": None,
            "source": "football-data",
            "document_key": "football-data/mmz4281/1920/E0.csv",
            "document": "a" * 64,
            "provenance": Provenance.REAL,
            "event_time": kick_off,
            "available_at": kick_off + timedelta(minutes=150),
            "recorded_at": kick_off,
            "revision": 1,
        }
    )


def prices(of: Match, moment: OddsMoment, home: float, taken: datetime, bookmaker: str = "average") -> Odds:
    return Odds(
        match_id=of.match_id,
        pool="ENG",
        bookmaker=bookmaker,
        market="1x2",
        line=None,
        moment=moment,
        selections=["home", "draw", "away"],
        prices=[home, 3.5, 4.0],
        source="football-data",
        document_key=of.document_key,
        document=of.document,
        provenance=Provenance.REAL,
        event_time=of.event_time,
        available_at=taken,
        recorded_at=taken,
        revision=1,
    )


def values_of(matches: Iterable[Match], odds: Iterable[Odds] = ()) -> dict[str, list[float]]:
    told: dict[str, list[Odds]] = {}
    for one in odds:
        told.setdefault(one.match_id, []).append(one)
    table = played_table(Asserted(list(matches), told))
    return dict(zip(table["match_id"].to_list(), table["values"].to_list(), strict=True))


def test_a_late_match_of_a_day_knows_nothing_of_an_early_one():
    early, late = match("arsenal", "chelsea", SATURDAY), match("arsenal", "everton", SATURDAY + timedelta(hours=6))
    other = replace(early, home_goals=0, away_goals=5)
    assert values_of([early, late])[late.match_id] == values_of([other, late])[late.match_id]


def test_a_match_knows_the_day_before():
    before, after = match("arsenal", "chelsea", FRIDAY), match("arsenal", "everton", SATURDAY)
    other = replace(before, home_goals=0, away_goals=5)
    assert values_of([before, after])[after.match_id] != values_of([other, after])[after.match_id]


def test_closing_prices_move_no_feature_and_stand_in_a_column_of_their_own():
    one = match("arsenal", "chelsea", SATURDAY)
    closing = [prices(one, OddsMoment.CLOSING, home, SATURDAY) for home in (1.5, 3.0)]
    assert values_of([one], closing[:1]) == values_of([one], closing[1:]) == values_of([one])
    assert price_columns(closing[:1])["average_closing_home"] == 1.5


def test_prices_taken_after_kick_off_are_no_feature():
    one = match("arsenal", "chelsea", SATURDAY)
    late = prices(one, OddsMoment.BEFORE, 1.5, SATURDAY + timedelta(seconds=1))
    assert known_market([late], SATURDAY) is None
    assert known_market([replace(late, available_at=SATURDAY)], SATURDAY) is not None


def test_of_two_documents_with_a_price_the_more_believed_one_stands():
    one = match("arsenal", "chelsea", SATURDAY)
    first = prices(one, OddsMoment.BEFORE, 2.0, FRIDAY, "b365")
    other = replace(first, source="xg-and-markets", document_key="xg-and-markets/E0_1920.csv", prices=[2.2, 3.5, 4.0])
    assert price_columns([first, other]) == price_columns([other, first])
    assert price_columns([other, first])["b365_before_home"] == 2.0


def test_a_price_that_cannot_be_is_left_out():
    one = match("arsenal", "chelsea", SATURDAY)
    assert price_columns([prices(one, OddsMoment.BEFORE, 1.01, FRIDAY)]) == {}
