"""Nothing happens at import."""

import importlib
import pkgutil

import pytest

import touchline.normalizer


def test_every_module_imports_with_an_empty_environment(monkeypatch: pytest.MonkeyPatch) -> None:
    for name in ("TOUCHLINE_KAFKA", "TOUCHLINE_DATABASE", "TOUCHLINE_S3_ENDPOINT"):
        monkeypatch.delenv(name, raising=False)
    found = list(pkgutil.walk_packages(touchline.normalizer.__path__, "touchline.normalizer."))
    for module in found:
        if not module.name.endswith("__main__"):
            importlib.import_module(module.name)
    assert len(found) > 10
