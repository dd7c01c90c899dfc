"""The page of settings, of the services' own `Settings`: name, default, what is accepted, meaning."""

from collections.abc import Iterator
from typing import Any

from pydantic import SecretStr
from pydantic_settings import BaseSettings

from deploy.helm.settings import SECRET, SERVICES, one
from docs.site.reference.bounds import bounds
from touchline.runtime.settings import Settings
from touchline.sandbox.config import SandboxSettings

BEFORE = """\
# Settings

Every service is told by environment variables, which it checks at its start: a wrong one is refused in one line, with
exit code 2. The unit stands in the meaning. What is marked *secret* comes from a Secret or a file that only its owner
reads, never from values. The [chart's values](chart-values.md) take the same names without `TOUCHLINE_`, in small
letters.
"""


def page() -> str:
    """The whole page."""
    shared = ["\n## Every service\n", *table(Settings, Settings.model_fields)]
    own = [
        line
        for name, settings in SERVICES.items()
        for line in (f"\n## {name}\n", *table(settings, settings.model_fields.keys() - Settings.model_fields.keys()))
    ]
    sandbox = ["\n## Sandbox\n", *table(SandboxSettings, SandboxSettings.model_fields)]
    return "\n".join([BEFORE.rstrip("\n"), *shared, *own, *sandbox]) + "\n"


def table(settings: type[BaseSettings], names: Any) -> Iterator[str]:
    """One line a setting, in the order in which they are declared."""
    schema = settings.model_json_schema()
    yield "| setting | default | accepted | meaning |"
    yield "|---|---|---|---|"
    for name in (name for name in settings.model_fields if name in names):
        declared = schema["properties"][name]
        secret = ", *secret*" if name in SECRET else ""
        cells = (
            f"`TOUCHLINE_{name.upper()}`",
            default(settings, name),
            accepted(one(declared, schema.get("$defs", {}))) + secret,
            declared.get("description", ""),
        )
        yield "| " + " | ".join(cell.replace("|", "\\|") for cell in cells) + " |"


def default(settings: type[BaseSettings], name: str) -> str:
    """What holds where nothing is said; of a secret only whether there is one."""
    field = settings.model_fields[name]
    if field.default_factory is not None:
        return "the machine's name"
    value = getattr(field.default, "value", field.default)
    if isinstance(value, SecretStr):
        value = value.get_secret_value()
    if value in ("", None):
        return "none"
    return "this machine's" if name in SECRET else f"`{value}`"


def accepted(schema: dict[str, Any]) -> str:
    """Kind and bounds in words.

    >>> accepted({"type": "integer", "minimum": 1, "maximum": 1000})
    'integer, ≥ 1, ≤ 1000'
    """
    if "enum" in schema:
        return ", ".join(f"`{value}`" for value in schema["enum"])
    kind = {"string": "text", "number": "number", "integer": "integer"}.get(schema.get("type", ""), "text")
    kind = "date" if schema.get("format") == "date" else kind
    return ", ".join([kind, *bounds(schema)])
