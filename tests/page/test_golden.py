"""Pages change when somebody means them to: a change of any is seen, and reviewed, as a diff."""

from __future__ import annotations

from slugline.page.theme import Theme
from tests import golden, samples


def test_pages_are_as_they_were(theme: Theme) -> None:
    """Every sample is rendered as its golden page says; after a change that is meant, `make golden` writes them."""
    was, now = golden.stored(), dict(golden.pages(theme))
    assert len(now) >= 2 * samples.LEAST - 2
    changes = {
        name: "\n".join(golden.difference(name, was.get(name, ""), now.get(name, "")))
        for name in sorted(was.keys() | now.keys())
        if was.get(name) != now.get(name)
    }
    shown = "\n\n".join([*changes.values()][:3])
    assert not changes, f"{len(changes)} pages differ from tests/golden; if they are right, run `make golden`\n{shown}"


def test_the_stylesheet_is_no_part_of_them(theme: Theme) -> None:
    """A golden page says nothing of colours and sizes, and all of the markup."""
    for name, html in golden.pages(theme):
        assert html.count("/* the stylesheet */") == 1, name
        assert "<main" in html, name
        assert len(html) > 2_000, name
