"""schema.org's vocabulary as the tests use it."""

from __future__ import annotations

from typing import Any

import pytest

from tests.parts import schema_types
from tests.parts.missing import need

GOOD: dict[str, Any] = {
    "@type": "NewsArticle",
    "headline": "</script> \u2028 港",
    "isAccessibleForFree": False,
    "author": [{"@type": "Person", "name": "Nour Haddani"}],
    "image": [{"@type": "ImageObject", "url": "https://www.meridian.example/a.jpg", "width": 1600, "height": 1067}],
}
BAD: dict[str, dict[str, Any]] = {
    "property": GOOD | {"byline": "Nour Haddani"},
    "type": GOOD | {"@type": "NewsStory"},
    "inner type": GOOD | {"author": {"@type": "Journalist", "name": "Nour Haddani"}},
    "property of another type": GOOD | {"@type": "LiveBlogPosting", "dateline": "Sarn"},
    "kind of value": GOOD | {"isAccessibleForFree": "no"},
    "kind of thing": GOOD | {"author": {"@type": "Place", "name": "Sarn"}},
}


@pytest.fixture(autouse=True)
def _compiler() -> None:
    need(schema_types)


def _graph(node: dict[str, Any]) -> dict[str, Any]:
    return {"@context": "https://schema.org", "@graph": [node]}


def test_good_and_bad_data_in_one_run() -> None:
    """Each graph gets its own faults: words that schema.org does not have, or not there, or for other values."""
    found = schema_types.check_graphs({"good": _graph(GOOD)} | {name: _graph(node) for name, node in BAD.items()})
    assert found.pop("good") == []
    assert [*found] == [*BAD]
    assert [name for name, faults in found.items() if not faults] == []


def test_a_compiler_that_finds_nothing_is_an_error(monkeypatch: pytest.MonkeyPatch) -> None:
    """A compiler that sees no fault in the broken control knew no types, whatever it says of the others."""
    monkeypatch.setattr(schema_types, "_CONTROL", _graph(GOOD))
    with pytest.raises(schema_types.SchemaTypesError, match="no fault"):
        schema_types.check_graphs({"good": _graph(GOOD)})


def test_a_compiler_that_breaks_is_an_error(monkeypatch: pytest.MonkeyPatch) -> None:
    """If the compiler fails, its last words are in the error."""
    monkeypatch.setattr(schema_types, "COMPILER", schema_types.COMPILER.with_name("nothing.js"))
    with pytest.raises(schema_types.SchemaTypesError, match=r"nothing\.js"):
        schema_types.check_graphs({"good": _graph(GOOD)})
