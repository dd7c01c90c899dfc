"""A back-fill's writer takes documents and decisions in the order in which they came, and clears only its own files."""

from datetime import date, timedelta
from pathlib import Path
from typing import Any

import pytest
from normalizer_fakes import FETCHED_AT, raw_document
from rereading_pipeline import ENGLAND, SEASON, Pipeline, Work, rows

from touchline.normalizer.backfill.command import Asked, backfill
from touchline.normalizer.backfill.landed import Landed
from touchline.normalizer.backfill.recording import empty
from touchline.normalizer.backfill.writing import read_all
from touchline.normalizer.config import NormalizerSettings
from touchline.normalizer.dialects.dialect import Dialect
from touchline.normalizer.dialects.rows import Name, Parsed
from touchline.runtime.errors import Refused
from touchline.schemas import Envelope
from touchline.schemas.records import IdentityDecision, IdentityKind, Match
from touchline.schemas.topics import MATCHES

HEADER = "Div,Date,HomeTeam,AwayTeam,FTHG,FTAG\n"
FIRST, SECOND = "E0,10/08/2019,Cosmos United,Everton,2,2\n", "E0,11/08/2019,Arsenal,Chelsea,1,0\n"
DECIDED = FETCHED_AT + timedelta(days=1, hours=12)  # between the first version of a document and the second
DECISION = IdentityDecision(
    Name(ENGLAND, "Cosmos United").key,
    IdentityKind.CLUB,
    ENGLAND.name,
    "Cosmos United",
    "cosmos",
    "a person",
    "seen",
    DECIDED,
    DECIDED,
    DECIDED,
    1,
)


class NobodyElse:
    """Workers that leave everything to the writer."""

    count = 1

    def submit(self, one: Landed) -> Any:
        """Nothing begins."""
        return one

    def result(self, ticket: Any) -> Parsed | None:
        """Nothing was read."""
        return None


async def test_a_decision_is_taken_after_what_had_been_fetched_when_it_was_made() -> None:
    pipeline = Pipeline(Dialect("made", lambda content, document, names: Parsed(()), lambda document: ()))
    work, documents = Work(pipeline), []
    for revision, text in enumerate((HEADER + FIRST, HEADER + FIRST + SECOND), start=1):
        raw = raw_document(text.encode(), revision, SEASON)
        pipeline.objects.content[raw.object_key] = text.encode()
        documents.append(Landed(raw, f"cause-{revision}"))
    progress = await read_all(pipeline.normalizer, work, NobodyElse(), documents, [DECISION])
    assert progress.read == 2
    said = [
        ([match.home_team for match in rows([one], Match)], Envelope.from_headers(row.headers).time)
        for one in work.done
        for row in one.pending
        if row.topic == MATCHES.name
    ]
    assert said == [(["cosmos"], DECIDED), (["arsenal"], documents[1].raw.available_at)]


def test_a_folder_is_cleared_of_messages_and_of_nothing_else(tmp_path: Path) -> None:
    messages = tmp_path / "football.teams.v1" / "ENG.arrows"
    messages.parent.mkdir()
    messages.write_bytes(b"old")
    (tmp_path / "messages.json").write_text("{}")
    empty(tmp_path)
    assert [file for file in tmp_path.rglob("*") if file.is_file()] == []
    kept = tmp_path / "football.teams.v1" / "messages.json"
    kept.write_text("{}")
    with pytest.raises(Refused, match="name another folder"):
        empty(tmp_path)
    assert kept.exists()


@pytest.mark.parametrize("part", [{"source": "fpl"}, {"between": (date(2020, 1, 1), date(2020, 1, 2))}])
def test_a_part_of_the_archive_is_not_made_into_files(part: dict[str, Any], tmp_path: Path) -> None:
    with pytest.raises(Refused, match="the whole archive"):
        backfill(NormalizerSettings.model_construct(), Asked(into=tmp_path, **part))
