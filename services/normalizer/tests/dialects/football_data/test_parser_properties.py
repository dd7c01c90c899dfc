"""Damage to one line stays with that line."""

from datetime import UTC, datetime

from hypothesis import given
from hypothesis import strategies as st

from touchline.normalizer.dialects.dialect import Document
from touchline.normalizer.dialects.football_data.parser import DIALECT
from touchline.normalizer.identities.reviewed import reviewed

HEADER = b"Div,Date,HomeTeam,AwayTeam,FTHG,FTAG"
GOOD = b"E0,10/08/2019,Arsenal,Chelsea,2,1"
DOCUMENT = Document("football-data/mmz4281/1920/E0.csv", True, datetime(2019, 8, 12, tzinfo=UTC))


@given(st.binary(max_size=200).filter(lambda line: b"\n" not in line and b"\r" not in line))
def test_a_damaged_line_costs_at_most_itself(damage: bytes) -> None:
    parsed = DIALECT.read(b"\n".join([HEADER, damage, GOOD]), DOCUMENT, reviewed())
    assert "E0:2019-20:arsenal:chelsea" in {match.meeting.match_id for match in parsed.matches}
    assert len(parsed.parked) <= 1
