"""Feeds, and the pages that they lead to, as articles and what they say of players' availability.

An article is stated by exactly one document, or a newer version of a feed would go before a page: an entry of a plain
feed only leads to its page and gives no record, and of a full-text feed each entry is an article and has no page. A
page is one input row, a feed has as many as entries.
"""

from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from hashlib import sha256

from touchline.normalizer.dialects.cells import UnreadableCell
from touchline.normalizer.dialects.dialect import Dialect, Document, UnreadableDocument
from touchline.normalizer.dialects.names import Names, UnknownName
from touchline.normalizer.dialects.news import specification
from touchline.normalizer.dialects.news.addresses import article_id, cleaned
from touchline.normalizer.dialects.news.availability import Statement, statements
from touchline.normalizer.dialects.news.clubs import ClubNames, Clubs, clubs_in
from touchline.normalizer.dialects.news.dates import Published, check_published
from touchline.normalizer.dialects.news.feed import Item, page_of, read_feed
from touchline.normalizer.dialects.news.fingerprint import fingerprint
from touchline.normalizer.dialects.news.language import language_of
from touchline.normalizer.dialects.news.page import Page, extract, read_page, tree_of
from touchline.normalizer.dialects.news.people import (
    Mention,
    PlayerNames,
    is_staff,
    known_people,
    unknown_people,
    with_last_names,
)
from touchline.normalizer.dialects.reading import Draft, Reading
from touchline.normalizer.dialects.rows import ArticleRow, AvailabilityRow, Name, Parsed, Scope


def parse(content: bytes, document: Document, names: Names) -> Parsed:
    """Everything that a feed or a page says.

    Raises:
        UnreadableDocument: neither a feed nor a page of an article.
    """
    if found := specification.ARTICLE_DOCUMENT.fullmatch(document.path):
        return _page(content, document, found["outlet"], names)
    if found := specification.FULL_TEXT_DOCUMENT.fullmatch(document.path):
        return _full_text(content, document, found["outlet"], names)
    if specification.FEED_DOCUMENT.fullmatch(document.path):
        return _feed(content)
    raise UnreadableDocument(f"{document.path} is neither a feed nor an article")


def needs(document: Document) -> tuple[Scope, ...]:
    """An article may name players; an entry that leads to one names nobody."""
    return () if specification.FEED_DOCUMENT.fullmatch(document.path) else (specification.PLAYERS,)


DIALECT = Dialect(specification.SOURCE, parse, needs)


def _page(content: bytes, document: Document, outlet: str, names: Names) -> Parsed:
    page = read_page(content, outlet, document.fetched_at)
    reading, known = Reading(), _Known(names)
    with reading.row(1, page.title) as draft:
        address = page.address or cleaned(document.url) or document.key
        _state(page, address, document, known, draft)
    return reading.parsed()


def _feed(content: bytes) -> Parsed:
    """Its entries are looked at and counted, since what they lead to is fetched by the same addresses."""
    reading = Reading()
    for item in read_feed(content):
        with reading.row(item.number, f"{item.title} {item.link}"):
            _address(item)
    return reading.parsed()


def _full_text(content: bytes, document: Document, outlet: str, names: Names) -> Parsed:
    reading, known = Reading(), _Known(names)
    for item in read_feed(content):
        with reading.row(item.number, f"{item.title} {item.link}") as draft:
            address = _address(item)
            _state(_article_of(item, document), address, document, known, draft)
    return reading.parsed()


def _address(item: Item) -> str:
    address = cleaned(item.link)
    if address is None:
        raise UnreadableCell("link", f"expected the address of an article, got {item.link[:100]!r}")
    return address


def _article_of(item: Item, document: Document) -> Page:
    try:
        found = extract(tree_of(page_of(item)), document.fetched_at)
    except UnreadableDocument as error:
        raise UnreadableCell("content", str(error)) from None
    return Page(item.title or found.title, found.text, None, item.author, item.published)


class _Known:
    """Our names, arranged for looking them up in texts."""

    def __init__(self, names: Names) -> None:
        self.clubs, self.players = ClubNames(names), PlayerNames(names)


def _state(page: Page, address: str, document: Document, known: _Known, draft: Draft) -> None:
    published = _published(page, document, draft)
    language = language_of(page.text)
    named = _named(page, language, known)
    row = ArticleRow(
        article_id=article_id(address),
        pool=named.clubs.pool,
        url=address,
        title=page.title,
        text=page.text,
        language=language,
        author=page.author,
        teams=named.clubs.teams,
        players=named.players,
        fingerprint=fingerprint(page.text),
        published_at=published.at if published else document.fetched_at,
        known_at=published.known_at if published else None,
    )
    draft.add(row, *_availability(row, named, draft))


@dataclass(frozen=True, slots=True)
class _Named:
    """Title and text in one, and whom they name."""

    whole: str
    mentions: list[Mention]
    clubs: Clubs

    @property
    def players(self) -> tuple[str, ...]:
        """The known ones, in the order in which they are named."""
        return tuple(dict.fromkeys(one.person.player for one in self.mentions if one.person.player is not None))


def _named(page: Page, language: str | None, known: _Known) -> _Named:
    """Persons and clubs, who may share names: "Barnsley" is the player where the text has "Lee Barnsley"."""
    whole = f"{page.title}\n{page.text}"
    people = known_people(whole, known.players)
    first_look = clubs_in(whole, known.clubs, language, _spans(people))
    if first_look.pool == specification.PLAYERS_POOL and language == "en":  # whose players our list should hold
        taken = [*_spans(people), *first_look.spans, (0, len(page.title))]
        people += [one for one in unknown_people(whole, taken) if not is_staff(whole, one)]
    long_names = [span for span in first_look.spans if " " in whole[slice(*span)]]
    mentions = with_last_names(whole, people, long_names)
    return _Named(whole, mentions, clubs_in(whole, known.clubs, language, _spans(mentions)))


def _spans(mentions: Iterable[Mention]) -> list[tuple[int, int]]:
    return [(one.begin, one.end) for one in mentions]


def _published(page: Page, document: Document, draft: Draft) -> Published | None:
    """None where the page does not say it, or says what cannot be."""
    try:
        return check_published(page.published, document.fetched_at) if page.published else None
    except UnreadableCell as error:
        draft.park_part(error)
        return None


def _availability(article: ArticleRow, named: _Named, draft: Draft) -> Iterator[AvailabilityRow]:
    """What is said of known players; a statement about somebody else waits until somebody says who he is."""
    unknown: dict[str, Name] = {}
    for statement in statements(named.whole, named.mentions, article.language):
        player = statement.person.player
        if player is None:
            unknown[statement.person.name] = Name(specification.PLAYERS, statement.person.name)
        else:
            yield _row(article, player, statement)
    for name in unknown.values():
        draft.park_part(UnknownName("players", name))


def _row(article: ArticleRow, player: str, statement: Statement) -> AvailabilityRow:
    item = f"{article.article_id}:{sha256(statement.sentence.encode()).hexdigest()[:12]}"
    return AvailabilityRow(
        pool=specification.PLAYERS_POOL,
        player_id=player,
        item=item,
        team_id=article.teams[0] if len(article.teams) == 1 else None,  # of several clubs any could be his
        status=statement.status,
        reason=statement.reason,
        chance=None,
        since=None,
        until=None,
        said_at=article.published_at,
        known_at=article.known_at,
        sentence=statement.sentence,
        article_id=article.article_id,
    )
