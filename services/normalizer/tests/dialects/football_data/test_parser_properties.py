"""Whatever bytes arrive, the parser answers, and damage to one line stays with that line."""

from hypothesis import given
from hypothesis import strategies as st

from touchline.normalizer.dialects.football_data.parser import Season, parse

HEADER = b"Div,Date,HomeTeam,AwayTeam,FTHG,FTAG"
GOOD = b"E0,10/08/2019,Arsenal,Chelsea,2,1"


@given(st.binary(max_size=400))
def test_no_bytes_make_the_parser_fail(content: bytes) -> None:
    parse(content, Season("E0", "2019/20"))


@given(st.binary(max_size=200).filter(lambda line: b"\n" not in line and b"\r" not in line))
def test_a_damaged_line_costs_at_most_itself(damage: bytes) -> None:
    parsed = parse(b"\n".join([HEADER, damage, GOOD]), Season("E0", "2019/20"))
    assert "E0:2019-20:arsenal:chelsea" in {match.meeting.match_id for match in parsed.matches}
    assert len(parsed.parked) <= 1
