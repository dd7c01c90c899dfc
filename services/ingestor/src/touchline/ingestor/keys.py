"""A provider's key: sent to its own origin and nowhere else, and never written down."""

from collections.abc import Mapping
from dataclasses import dataclass, field
from urllib.parse import quote, quote_plus

import httpx
from pydantic import SecretStr

HIDDEN = "**********"  # as pydantic shows a secret


@dataclass(frozen=True, slots=True)
class Keys:
    """Headers and query parameters that only the asked origin may see.

    >>> keys = Keys(query={"apiKey": SecretStr("s3cret")})
    >>> keys.hidden("GET /odds?apiKey=s3cret"), keys
    ('GET /odds?apiKey=**********', Keys(headers={}, query={'apiKey': SecretStr('**********')}))
    """

    headers: Mapping[str, SecretStr] = field(default_factory=dict)
    query: Mapping[str, SecretStr] = field(default_factory=dict)

    def __post_init__(self) -> None:
        for name, value in (*self.headers.items(), *self.query.items()):
            secret = value.get_secret_value()
            if not secret or not secret.isascii() or not secret.isprintable() or secret != secret.strip():
                raise ValueError(f"the key {name!r} is empty or holds characters that no key has")

    def __bool__(self) -> bool:
        return bool(self.headers or self.query)

    def sent_with(self, url: httpx.URL) -> tuple[httpx.URL, dict[str, str]]:
        """The address and the headers as they go out."""
        for name, value in self.query.items():
            url = url.copy_set_param(name, value.get_secret_value())
        return url, {name: value.get_secret_value() for name, value in self.headers.items()}

    def without(self, url: httpx.URL) -> httpx.URL:
        """An address such as a provider redirects to, without the parameters that hold a key."""
        for name in self.query:
            if name in url.params:
                url = url.copy_remove_param(name)
        return url

    def shown_in(self, text: str) -> bool:
        """Whether a text gives a key away."""
        return self.hidden(text) != text

    def hidden(self, text: str) -> str:
        """A text with the keys made unreadable, also where they are quoted for an address."""
        for value in (*self.headers.values(), *self.query.values()):
            secret = value.get_secret_value()
            for form in {secret, quote(secret, safe=""), quote(secret), quote_plus(secret)}:
                text = text.replace(form, HIDDEN)
        return text


NO_KEYS = Keys()
