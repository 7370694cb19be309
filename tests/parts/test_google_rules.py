"""Adobe's validator of Google's rules, as the tests use it."""

from __future__ import annotations

import json
from typing import Any

import pytest

from tests.parts import google_rules
from tests.parts.missing import need

CRUMBS: dict[str, Any] = {
    "@type": "BreadcrumbList",
    "itemListElement": [
        {"@type": "ListItem", "position": 1, "name": "Front page", "item": "https://www.meridian.example/"},
        {"@type": "ListItem", "position": 2, "name": "Here"},
    ],
}
FILM: dict[str, Any] = {
    "@type": "VideoObject",
    "name": "On the water",
    "thumbnailUrl": "https://www.meridian.example/a.jpg",
    "uploadDate": "2026-11-24T08:30:00+00:00",
}


@pytest.fixture(autouse=True)
def _validator() -> None:
    need(google_rules)


def _page(*graph: Any) -> str:
    data = json.dumps({"@context": "https://schema.org", "@graph": graph})
    return f'<!doctype html><title>T</title><script type="application/ld+json">{data}</script><p>Hello'


def test_good_and_bad_data_in_one_call() -> None:
    """Each page gets its own findings: what is required is an error, also deep inside an article of any type."""
    article = {"@type": "AnalysisNewsArticle", "headline": "H", "video": [FILM]}
    lacking = {name: value for name, value in FILM.items() if name != "thumbnailUrl"}
    found = google_rules.check_pages(
        {
            "good": _page(CRUMBS, article),
            "lacking": _page(article | {"video": [FILM, lacking]}),
            "broken": '<script type="application/ld+json">{"@type": </script>',
            "none": "<p>Hello",
        }
    )
    assert [*found] == ["good", "lacking", "broken", "none"]
    assert (found["good"].types, found["good"].errors) == (("BreadcrumbList", "AnalysisNewsArticle"), ())
    assert any('"description"' in warning for warning in found["good"].warnings)
    assert [("thumbnailUrl" in error) for error in found["lacking"].errors] == [True]
    assert found["broken"].errors
    assert found["none"] == google_rules.Findings((), (), ())


def test_a_validator_that_finds_nothing_is_an_error(monkeypatch: pytest.MonkeyPatch) -> None:
    """A validator that sees no fault in the broken control has not checked, whatever it says of the others."""
    monkeypatch.setattr(google_rules, "_BROKEN", _page(CRUMBS))
    with pytest.raises(google_rules.GoogleRulesError, match="no fault"):
        google_rules.check_pages({"good": _page(CRUMBS)})


def test_a_validator_that_breaks_is_an_error(monkeypatch: pytest.MonkeyPatch) -> None:
    """If Node fails, its last words are in the error."""
    monkeypatch.setattr(google_rules, "SCRIPT", google_rules.SCRIPT.with_name("nothing.mjs"))
    with pytest.raises(google_rules.GoogleRulesError, match=r"nothing\.mjs"):
        google_rules.check_pages({"good": _page(CRUMBS)})
