"""The two recorded pages, a Russian and a German one, read whole."""

import os
import re
from datetime import UTC, datetime
from pathlib import Path

import pytest

from touchline.normalizer.dialects.dialect import Document
from touchline.normalizer.dialects.news.fingerprint import distance, fingerprint, is_near_duplicate
from touchline.normalizer.dialects.news.parser import DIALECT
from touchline.normalizer.dialects.rows import ArticleRow, AvailabilityRow
from touchline.normalizer.identities.reviewed import reviewed

pytestmark = [
    pytest.mark.recorded,
    pytest.mark.skipif("TOUCHLINE_RECORDED" not in os.environ, reason="TOUCHLINE_RECORDED names no recorded documents"),
]
RUSSIAN = ("football.ua/germany-311510-podolski-zavershil-kareru-v-sbornojj.html", "news_football.ua_podolski.html")
GERMAN = ("hertha-blog.de/der-lange-und-die-alte-dame.html", "news_hertha-blog.de.dame.html")


def article(page: tuple[str, str]) -> ArticleRow:
    path, file = page
    document = Document(f"news/articles/{path}", False, datetime(2020, 2, 28, 18, tzinfo=UTC))
    content = (Path(os.environ["TOUCHLINE_RECORDED"]) / "html" / file).read_bytes()
    parsed = DIALECT.read(content, document, reviewed())
    assert (parsed.inputs, parsed.read, parsed.parked) == (1, 1, ())
    assert parsed.of(AvailabilityRow) == ()
    (row,) = parsed.of(ArticleRow)
    return row


def test_the_russian_page_is_read_with_its_day_in_words_and_its_clubs_in_cases() -> None:
    row = article(RUSSIAN)
    assert row.title == "Подольски завершил карьеру в сборной"
    assert (row.language, row.author) == ("ru", None)
    assert row.published_at == datetime(2016, 8, 15, 10, 43, tzinfo=UTC)
    assert row.url == "https://football.ua/germany/311510-podolski-zavershil-kareru-v-sbornojj.html"
    assert row.teams == ("arsenal", "bayern-munich")
    assert row.text.startswith("31-летний Лукаш Подольски")
    assert row.text.endswith("Бастиан Швайнштайгер.")


def test_the_german_page_is_read_with_its_author_and_the_moment_it_was_published() -> None:
    row = article(GERMAN)
    assert row.title == "Der Lange und die alte Dame"
    assert (row.language, row.author, row.pool) == ("de", "Daniel", "GER")
    assert row.published_at == datetime(2017, 7, 23, 17, 6, 45, tzinfo=UTC)
    assert row.teams == ("hertha", "dortmund", "leverkusen", "stuttgart")
    assert "Kommentar" not in row.text


@pytest.mark.parametrize("page", [RUSSIAN, GERMAN])
def test_a_page_cut_short_or_retold_is_the_same_story_and_its_halves_are_two(page: tuple[str, str]) -> None:
    words = re.split(r"\s+", article(page).text)
    whole = fingerprint(" ".join(words))
    cut = fingerprint(" ".join(words[: len(words) * 7 // 10]))
    retold = fingerprint(" ".join(word if at % 20 else f"other{at}" for at, word in enumerate(words)))
    assert is_near_duplicate(whole, cut)
    assert is_near_duplicate(whole, retold)
    first, second = words[: len(words) // 2], words[len(words) // 2 :]
    assert distance(fingerprint(" ".join(first)), fingerprint(" ".join(second))) >= 24
