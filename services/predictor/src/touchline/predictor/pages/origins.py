"""Where a prediction comes from: its model, its vector, the raw documents; and one such document."""

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any

from touchline.predictor.pages.coming import Chances, chances
from touchline.predictor.pages.sections import Section, section
from touchline.predictor.serving.answering import prediction_named, whole
from touchline.predictor.serving.lineage import Sources, lineage_of, raw_document
from touchline.predictor.serving.problems import not_found
from touchline.predictor.serving.state import State

DOCUMENTS = 60  # that a page lists; programs get all of them


@dataclass(frozen=True, slots=True)
class OriginPage:
    """A sealed prediction with its lineage."""

    answer: Mapping[str, Any]
    ours: Chances
    lineage: Section[Mapping[str, Any]]
    most: int = DOCUMENTS


async def origin_page(state: State, sources: Sources, prediction_id: str) -> OriginPage:
    """The page of a sealed prediction.

    Raises:
        Problem: there is none of this id.
    """
    row = prediction_named(state, prediction_id)
    answer = whole(state, row)
    lineage: Section[Mapping[str, Any]] = await section(lineage_of(state, sources, row))
    return OriginPage(answer, chances(answer["probabilities"]), lineage)


def document_page(state: State, sha256: str) -> Mapping[str, Any]:
    """Where the bytes of a raw document stand and where they came from.

    Raises:
        Problem: no document of this hash has been announced within the topic's retention.
    """
    held = state.documents.get(sha256)
    if held is None:
        detail = "no document of this hash has been announced within the topic's retention"
        raise not_found("unknown-document", "Unknown document", detail)
    return {
        **raw_document(state, sha256),
        "sha256": held.sha256,
        "source": held.source,
        "document_key": held.document_key,
        "complete": held.complete,
        "previous_sha256": held.previous_sha256,
    }
