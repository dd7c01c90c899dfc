"""Answers that the sandbox makes from recorded facts can be read."""

import json
import os
from datetime import UTC, datetime
from pathlib import Path

import pytest

from touchline.normalizer.dialects.dialect import Document
from touchline.normalizer.dialects.football_data_org.parser import DIALECT
from touchline.normalizer.identities.reviewed import reviewed
from touchline.schemas.records import MatchStatus

pytestmark = [
    pytest.mark.recorded,
    pytest.mark.skipif("TOUCHLINE_RECORDED" not in os.environ, reason="TOUCHLINE_RECORDED names no recorded documents"),
]


@pytest.mark.parametrize("code", ["PL", "BL1", "PD", "SA", "FL1"])
def test_every_made_answer_is_read_whole(code: str) -> None:
    provider = pytest.importorskip("touchline.sandbox.providers.football_data_org")
    moment = datetime(2020, 2, 28, 18, tzinfo=UTC)
    made = provider.recorded(Path(os.environ["TOUCHLINE_RECORDED"]))
    for what in ("matches", "teams"):
        content = made.answer(f"competitions/{code}/{what}", moment, {"season": "2019"}).content
        document = Document(f"football-data-org/competitions/{code}/2019/{what}.json", True, moment)
        parsed = DIALECT.read(content, document, reviewed())
        assert parsed.inputs == parsed.read == len(json.loads(content)[what])
        assert not parsed.parked
        assert len({team.team_id for team in parsed.teams}) == (18 if code == "BL1" else 20)
        known = [one.known_at for one in parsed.matches if one.status is MatchStatus.PLAYED]
        assert all(at is not None and at <= moment for at in known)
