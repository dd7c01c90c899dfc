"""How English, German and Russian news says that a player can or cannot be picked.

Patterns are looked for in one clause, in this order: what says nothing is struck out first, then what says that he is
back; what is left is searched for suspension, doubt, injury and absence, in this order, since "a doubt with a knee
injury" is a doubt. None repeats a repetition without bounds, and a clause has bounds, so all end soon.
"""

from collections.abc import Mapping
from types import MappingProxyType

from touchline.normalizer.dialects.news.vocabulary.english import ENGLISH
from touchline.normalizer.dialects.news.vocabulary.german import GERMAN
from touchline.normalizer.dialects.news.vocabulary.patterns import Vocabulary
from touchline.normalizer.dialects.news.vocabulary.russian import RUSSIAN

VOCABULARIES: Mapping[str, Vocabulary] = MappingProxyType({"en": ENGLISH, "de": GERMAN, "ru": RUSSIAN})
