"""The Content-Security-Policy follows from what a page needs, and lets nothing else in."""

from __future__ import annotations

from slugline.policy import Needs, policy_of


def directives(needs: Needs) -> dict[str, list[str]]:
    """A policy, taken apart; no directive may come twice (CSP 3, section 2.2.1: the second would not count)."""
    parts = [part.split() for part in policy_of(needs).split("; ")]
    found = {name: sources for name, *sources in parts}
    assert len(found) == len(parts)
    return found


def test_a_page_of_text() -> None:
    """One stylesheet passes by its hash; there is no script, and no frame."""
    told = directives(Needs("sha256-x"))
    assert told["default-src"] == ["'none'"]
    assert "'sha256-x'" in told["style-src"]
    assert told["img-src"] == ["'self'", "https:", "data:"]
    assert told["media-src"] == ["'self'", "https:"]
    assert told["connect-src"] == ["'self'"]
    assert not told.keys() & {"script-src", "frame-src", "worker-src", "font-src"}


def test_frames_scripts_and_counters() -> None:
    """Each origin that a page needs stands in its own directive, once."""
    told = directives(
        Needs(
            "sha256-x",
            frames=("https://a.example", "https://a.example"),
            media=("m.example", "*.n.example"),
            images=("https://count.example",),
            scripts=("https://s.example",),
            connections=("https://c.example",),
        )
    )
    assert told["frame-src"] == ["https://a.example"]
    assert told["img-src"] == ["'self'", "https://m.example", "https://*.n.example", "https://count.example", "data:"]
    assert told["media-src"] == ["'self'", "https://m.example", "https://*.n.example"]
    assert told["script-src"] == ["https://s.example"]
    assert told["connect-src"] == ["'self'", "https://c.example"]


def test_web_fonts() -> None:
    """They come from the page's own host and those that are named, and only where the styles have some."""
    assert directives(Needs("sha256-x", fonts=()))["font-src"] == ["'self'"]
    assert directives(Needs("sha256-x", fonts=("f.example",)))["font-src"] == ["'self'", "https://f.example"]


def test_amp() -> None:
    """AMP's engine is let in where a page has components, and only there."""
    assert "https://cdn.ampproject.org" in directives(Needs("sha256-x", components=("amp-list",)))["script-src"]
