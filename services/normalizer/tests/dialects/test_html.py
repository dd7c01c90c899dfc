"""Tables are found wherever they stand, and nothing in a page can break their reader."""

import pytest

from touchline.normalizer.dialects.dialect import UnreadableDocument
from touchline.normalizer.dialects.html import MOST_TABLE, tables, words


def cells(content: bytes) -> list[str]:
    return [words(cell) for table in tables(content, "id", "wanted") for cell in table.css("td")]


def test_tables_are_found_in_comments_and_among_others() -> None:
    page = (
        b'<table id="other"><tr><td>0</td></tr></table><!--\n<div><table class="x" id="wanted_1"><tr><td>1</td></tr>'
        b'</table></div>\n--><TABLE ID="wanted_2"><TR><TD>2</TD></TR></TABLE>'
    )
    assert cells(page) == ["1", "2"]


def test_a_table_that_is_cut_off_gives_the_rows_it_has() -> None:
    assert cells(b'<table id="wanted"><tr><td>1</td></tr><tr><td>2') == ["1", "2"]


@pytest.mark.parametrize(
    "nested",
    [
        b"<div>" * 1_000_000,
        b"<div></span>" * 100_000,
        b"".join(b"<b a=%d>" % n for n in range(1_000)) + b"<p>" * 100_000,
        b"<table><tr><td>" * 10_000,
    ],
    ids=["deep", "deep with stray ends", "formatting", "tables"],
)
def test_a_table_nested_to_break_its_reader_is_refused(nested: bytes) -> None:
    with pytest.raises(UnreadableDocument):
        cells(b'<table id="wanted"><tr><td>' + nested)


def test_nesting_elsewhere_in_the_page_is_not_even_looked_at() -> None:
    assert cells(b"<div>" * 500_000 + b'<table id="wanted"><tr><td>1</td></tr></table>') == ["1"]


def test_a_table_that_is_too_large_is_refused() -> None:
    with pytest.raises(UnreadableDocument, match="too large"):
        cells(b'<table id="wanted"><tr><td>' + b"x" * MOST_TABLE)


def test_bytes_that_are_no_utf_8_are_latin_1() -> None:
    assert cells(b'<table id="wanted"><tr><td>K\xf6ln</td></tr></table>') == ["Köln"]
