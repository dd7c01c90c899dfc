"""Feeds and pages of news: each quirk of our samples, and what our patterns, names and fingerprints make of them."""

from datetime import UTC, datetime, timedelta

import pytest
from every_document import Sample, names_of, samples

from touchline.normalizer.dialects.dialect import Document
from touchline.normalizer.dialects.names import Names
from touchline.normalizer.dialects.news.fingerprint import distance, is_near_duplicate, stories
from touchline.normalizer.dialects.news.parser import DIALECT
from touchline.normalizer.dialects.rows import ArticleRow, AvailabilityRow, Parsed, Scope
from touchline.normalizer.identities.reviewed import reviewed
from touchline.schemas.records import AvailabilityStatus, IdentityKind, ParkedKind

SUMMER = datetime(2020, 7, 1, 18, tzinfo=UTC)
MERSEY = "articles/mersey-courier.example/football-"
CAPITAL = "articles/capital-football.example/"
PLAYERS = Scope(IdentityKind.PLAYER, "name:ENG")


def sample(path: str) -> Sample:
    return next(one for one in samples("news") if one.document.path == path)


def read(path: str, names: Names | None = None) -> Parsed:
    one = sample(path)
    parsed = DIALECT.read(one.content, one.document, names or names_of("news"))
    assert parsed.unaccounted == 0
    return parsed


def article(path: str) -> ArticleRow:
    (row,) = read(path).of(ArticleRow)
    return row


def availability(path: str) -> dict[str, set[AvailabilityStatus]]:
    found: dict[str, set[AvailabilityStatus]] = {}
    for row in read(path).of(AvailabilityRow):
        found.setdefault(row.player_id, set()).add(row.status)
    return found


def page(text: str, head: str = "", outlet: str = "mersey-courier.example", names: Names | None = None) -> Parsed:
    """A page of our own, long enough to be an article."""
    content = f"<html><head><meta charset=utf-8><title>A title</title>{head}</head><body><article><h1>A title</h1>"
    content += "".join(f"<p>{line}</p>" for line in text.splitlines()) + "</article></body></html>"
    document = Document(f"news/articles/{outlet}/x.html", False, SUMMER, f"https://www.{outlet}/x")
    parsed = DIALECT.read(content.encode(), document, names or names_of("news"))
    assert parsed.unaccounted == 0
    return parsed


def teams(text: str) -> tuple[str, ...]:
    (row,) = page(text).of(ArticleRow)
    return row.teams


FILLER = (
    "The evening was cold and the stands were half empty, as they often are on a weekday in this month of the year."
    " Nobody minded much, and those who came were home before ten."
)


def test_an_article_has_title_text_author_language_and_the_moment_it_was_published() -> None:
    row = article(f"{MERSEY}lindqvist-limps-off.html")
    assert row.title == "Lindqvist limps off in goalless draw"
    assert row.text.startswith("Tomas Lindqvist limped off")
    assert (row.author, row.language, row.pool) == ("Ann Hale", "en", "ENG")
    assert row.published_at == datetime(2019, 9, 12, 19, 15, tzinfo=UTC)


def test_clubs_of_other_stories_and_of_the_menu_are_not_named() -> None:
    row = article(f"{MERSEY}okafor-out-for-six-weeks.html")
    assert row.teams == ("everton", "crystal-palace", "chelsea")


def test_a_time_without_an_offset_is_the_outlets_own() -> None:
    parsed = page(FILLER, '<meta property="article:published_time" content="2020-06-01T12:00:00">')
    assert parsed.of(ArticleRow)[0].published_at == datetime(2020, 6, 1, 11, tzinfo=UTC)


def test_a_page_that_knows_only_its_day_was_known_when_the_day_was_over() -> None:
    row = article(f"{CAPITAL}2020-01-friends-from-school.html")
    assert (row.published_at, row.known_at) == (
        datetime(2020, 1, 17, tzinfo=UTC),
        datetime(2020, 1, 18, tzinfo=UTC),
    )


def test_a_page_that_says_no_time_was_published_when_it_was_fetched() -> None:
    (row,) = page(FILLER).of(ArticleRow)
    assert (row.published_at, row.known_at) == (SUMMER, None)


def test_a_time_that_cannot_be_is_parked_and_the_article_goes_on() -> None:
    parsed = page(FILLER, '<meta property="article:published_time" content="2031-01-01T00:00:00Z">')
    (row,) = parsed.of(ArticleRow)
    assert row.known_at is None
    assert [(part.kind, part.column) for part in parsed.parked] == [(ParkedKind.PART, "published")]


def test_a_page_in_latin_1_keeps_its_accents() -> None:
    row = article(f"{CAPITAL}2019-11-reading-sign-vale.html")
    assert (row.title, row.author) == ("Reading sign goalkeeper René Vale", "Rémy Fournier")


def test_an_article_has_one_id_whatever_the_way_of_linking_to_it() -> None:
    ids = {
        page(FILLER, f'<link rel="canonical" href="{address}">').of(ArticleRow)[0].article_id
        for address in (
            "https://www.mersey-courier.example/a?utm_source=rss",
            "http://mersey-courier.example/a#comments",
            "https://WWW.mersey-courier.example/a",
        )
    }
    assert len(ids) == 1


def test_a_page_cannot_speak_for_another_outlets_article() -> None:
    (row,) = page(FILLER, '<link rel="canonical" href="https://capital-football.example/a">').of(ArticleRow)
    assert row.url == "https://www.mersey-courier.example/x"


def test_a_text_about_nobody_belongs_to_no_pool() -> None:
    row = article(f"{MERSEY}a-morning-at-the-library.html")
    assert (row.teams, row.players, row.pool) == ((), (), "WORLD")


def test_reading_is_a_club_where_it_signs_and_none_where_it_is_done() -> None:
    assert article(f"{CAPITAL}2019-11-reading-sign-vale.html").teams[0] == "reading"
    assert teams(f"Reading the game is what Everton lacked.\n{FILLER}") == ("everton",)
    assert teams(f"The Reading striker scored a goal.\n{FILLER}") == ("reading",)


def test_wolves_are_a_club_only_in_a_text_about_football() -> None:
    assert teams(f"They saw Wolves in the wood, and three bears.\n{FILLER}") == ()
    assert teams(f"They saw Wolves beat Everton.\n{FILLER}") == ("wolves", "everton")


def test_players_who_are_called_like_clubs_are_no_clubs() -> None:
    row = article(f"{CAPITAL}2020-01-friends-from-school.html")
    assert row.players == ("preston-jack", "barnsley-lee")
    assert row.teams == ("sheffield-united", "burnley", "leeds", "preston")  # the last one as Preston North End


def test_a_club_is_found_by_its_longest_name_and_as_a_whole_word() -> None:
    assert teams(f"Sheffield United met Milton Keynes Dons.\n{FILLER}") == ("sheffield-united", "mk-dons")
    assert teams(f"An Evertonian and a Burnleyite met.\n{FILLER}") == ()


def test_the_pool_is_that_of_most_clubs_named() -> None:
    (row,) = page(f"Everton, Chelsea and Arsenal want the player of Juventus.\n{FILLER}").of(ArticleRow)
    assert (row.pool, row.teams) == ("ENG", ("everton", "chelsea", "arsenal", "juventus"))


def test_an_injury_keeps_its_kind_and_its_sentence() -> None:
    rows = read(f"{MERSEY}okafor-out-for-six-weeks.html").of(AvailabilityRow)
    told = next(row for row in rows if row.player_id == "okafor" and row.reason)
    assert told.status is AvailabilityStatus.INJURED
    assert told.reason == "hamstring injury"
    assert told.sentence is not None
    assert told.sentence.startswith("Everton striker Danny Okafor will be out for six weeks")
    assert told.said_at == datetime(2020, 2, 27, 10, 42, tzinfo=UTC)
    assert told.article_id == article(f"{MERSEY}okafor-out-for-six-weeks.html").article_id


def test_each_player_of_a_sentence_gets_what_is_said_of_him() -> None:
    found = availability(f"{MERSEY}okafor-out-for-six-weeks.html")
    assert found["lindqvist"] == {AvailabilityStatus.DOUBTFUL}
    assert found["sequeira"] == {AvailabilityStatus.AVAILABLE}


def test_a_suspension_is_told_from_a_return() -> None:
    found = availability(f"{MERSEY}quill-banned.html")
    assert found == {"quill": {AvailabilityStatus.SUSPENDED}, "barnsley-lee": {AvailabilityStatus.AVAILABLE}}


def test_a_booking_away_from_a_ban_is_no_ban() -> None:
    assert availability(f"{CAPITAL}2020-03-shaw-back.html") == {"shaw": {AvailabilityStatus.AVAILABLE}}


def test_a_statement_about_someone_unknown_waits_for_a_decision() -> None:
    parsed = read(f"{CAPITAL}2020-03-shaw-back.html")
    waiting = {row.waits_for.text: row for row in parsed.parked if row.waits_for}
    assert waiting.keys() == {"Kofi Brandt", "Piotr Zych"}
    assert all(
        row.kind is ParkedKind.PART and row.waits_for.scope == PLAYERS for row in waiting.values() if row.waits_for
    )


def test_without_any_player_known_the_article_still_goes_in() -> None:
    parsed = read(f"{MERSEY}okafor-out-for-six-weeks.html", reviewed())
    assert len(parsed.of(ArticleRow)) == 1
    assert not parsed.of(AvailabilityRow)
    assert {row.waits_for.text for row in parsed.parked if row.waits_for} == {
        "Danny Okafor",
        "Tomas Lindqvist",
        "Rui Sequeira",
    }


def test_only_articles_need_the_names_of_players() -> None:
    assert DIALECT.needs(sample("feeds/mersey-courier.example.xml").document) == ()
    assert DIALECT.needs(sample("full-text/pitchside.example.xml").document) == (PLAYERS,)


def test_a_feeds_entries_are_counted_and_give_no_record() -> None:
    parsed = read("feeds/mersey-courier.example.xml")
    assert (parsed.inputs, parsed.read, parsed.rows) == (4, 4, ())


def test_a_careless_feed_is_read_and_its_entries_without_an_address_are_parked() -> None:
    parsed = read("feeds/loose.example.xml")
    assert (parsed.inputs, parsed.read) == (4, 1)
    assert [(row.line, row.column) for row in parsed.parked] == [(2, "link"), (3, "link"), (4, "link")]


def test_each_entry_of_a_full_text_feed_is_an_article() -> None:
    parsed = read("full-text/pitchside.example.xml")
    assert [row.title for row in parsed.of(ArticleRow)] == ["What the restart means", "Why teams throw the ball long"]
    assert {row.author for row in parsed.of(ArticleRow)} == {"Ivo Kern"}
    assert {(row.player_id, row.status) for row in parsed.of(AvailabilityRow)} == {
        ("okafor", AvailabilityStatus.AVAILABLE),
        ("quill", AvailabilityStatus.INJURED),
    }


def test_an_entry_without_its_text_is_parked_in_a_full_text_feed() -> None:
    feed = b'<rss version="2.0"><channel><item><title>T</title><link>https://pitchside.example/1</link></item></channel></rss>'
    parsed = DIALECT.read(feed, Document("news/full-text/pitchside.example.xml", False, SUMMER), reviewed())
    assert [(row.column, row.kind) for row in parsed.parked] == [("content", ParkedKind.ROW)]


def test_one_story_in_two_outlets_is_joined_and_no_others_are() -> None:
    rows = [
        row for one in samples("news") for row in DIALECT.read(one.content, one.document, reviewed()).of(ArticleRow)
    ]
    joined = [{rows[place].title for place in story} for story in stories([row.fingerprint for row in rows])]
    assert {"Okafor out for six weeks", "Everton lose Okafor for six weeks"} in joined
    assert len(joined) == len(rows) - 1 == 9
    near, far = [], []
    for at, one in enumerate(rows):
        for other in rows[at + 1 :]:
            same = {one.title, other.title} == {"Okafor out for six weeks", "Everton lose Okafor for six weeks"}
            (near if same else far).append(distance(one.fingerprint, other.fingerprint))
    assert max(near) == 9
    assert min(far) == 24


def test_a_changed_word_moves_few_bits() -> None:
    one, other = (
        page(f"{FILLER}\n{day} was the day of the match, and it rained.").of(ArticleRow)[0]
        for day in ("Monday", "Tuesday")
    )
    assert one.fingerprint != other.fingerprint
    assert is_near_duplicate(one.fingerprint, other.fingerprint)


@pytest.mark.parametrize(
    ("key", "reason"),
    [
        ("news/notes.txt", "neither a feed nor an article"),
        ("news/articles/x.html", "neither a feed nor an article"),
        ("news/articles/mersey-courier.example/x.html", "the page"),
        ("news/feeds/mersey-courier.example.xml", "neither RSS nor Atom"),
    ],
)
def test_what_is_no_news_is_parked_as_one_row(key: str, reason: str) -> None:
    content = b"<html><head><title>Nothing</title></head><body><p>Please accept our cookies.</p></body></html>"
    parsed = DIALECT.read(content, Document(key, False, SUMMER), reviewed())
    assert (parsed.inputs, parsed.read, len(parsed.parked)) == (1, 0, 1)
    assert reason in parsed.parked[0].reason


def test_the_same_page_says_the_same_on_another_day() -> None:
    one = sample(f"{MERSEY}okafor-out-for-six-weeks.html")
    later = Document(one.document.key, False, SUMMER + timedelta(days=900), one.document.url)
    assert DIALECT.read(one.content, later, names_of("news")).rows == read(one.document.path).rows
