"""Bookmakers by one id each, whatever a feed or a comparison page calls them."""

import re

# As football-data.co.uk's columns have them, so that the same bookmaker's prices from two sources meet.
_KNOWN_AS = {
    "bet365": "b365",
    "pinnacle-sports": "pinnacle",
    "pinnaclesports": "pinnacle",
    "williamhill": "william-hill",
    "vcbet": "betvictor",
    "betfair-ex-uk": "betfair-exchange",
    "betfair-ex-eu": "betfair-exchange",
    "betfair-sb-uk": "betfair",
    "ladbrokes-uk": "ladbrokes",
    "onexbet": "1xbet",
}
_APART = re.compile(r"[^a-z0-9]+")
LONGEST = 32  # characters


def bookmaker_id(name: str) -> str:
    """A slug; empty when nothing of the name is left.

    >>> bookmaker_id("bet365"), bookmaker_id("Pinnacle Sports"), bookmaker_id("betfair_ex_uk"), bookmaker_id("?")
    ('b365', 'pinnacle', 'betfair-exchange', '')
    """
    slug = _APART.sub("-", name.casefold()).strip("-")[:LONGEST].rstrip("-")
    return _KNOWN_AS.get(slug, slug)
