"""A page rendered before there is a request, for the snapshot that Lambda takes of the started function (SnapStart).

What is loaded by then is loaded wherever the snapshot is restored. Storage is asked nothing: a connection would be dead
by then, days later. The client opens its first one with the first request, and sees then whether its credentials still
hold.
"""

from collections.abc import Mapping
from contextlib import suppress

from slugline.address import Format
from slugline.page.render import Rendered, render
from slugline.page.theme import Theme
from slugline.story.decode import decode
from slugline.story.document import Article

FORMATS: tuple[Format, ...] = ("html", "amp")
_KIND = "AWS_LAMBDA_INITIALIZATION_TYPE"
_STORY = b"""{
  "version": "1", "kind": "story", "id": "rehearsal", "path": "/rehearsal", "language": "en", "headline": "Rehearsal",
  "standfirst": "Of a page", "published_at": "2026-01-01T00:00:00Z", "timezone": "Europe/London", "bylines": "All",
  "section": {"id": "r", "name": "R", "path": "/r"}, "tags": [{"id": "t", "name": "T", "path": "/t"}],
  "key_points": ["One"], "related": [{"headline": "Another", "url": "/another"}],
  "lead": {"type": "image", "url": "/a.jpg", "width": 3, "height": 2, "alt": "A", "caption": "C", "credit": "D"},
  "body": [
    {"type": "paragraph", "text": [{"text": "Signed", "marks": ["bold"]}, {"text": " here", "href": "/b"}]},
    {"type": "heading", "text": "On"}, {"type": "list", "items": ["One"]}, {"type": "pull_quote", "text": "So"},
    {"type": "image", "url": "/a.jpg", "width": 3, "height": 2, "alt": "A"},
    {"type": "embed", "provider": "youtube", "id": "dQw4w9WgXcQ", "title": "A"},
    {"type": "gallery", "images": [{"url": "/a.jpg", "width": 3, "height": 2, "alt": "A"}]}
  ]
}"""


def is_for_snapshot(environment: Mapping[str, str]) -> bool:
    """Whether this start is one that a snapshot is taken of; any other has a request waiting."""
    return environment.get(_KIND) == "snap-start"


def rehearse(theme: Theme) -> None:
    """Renders before the snapshot; nothing is kept of it but what was loaded for it."""
    with suppress(Exception):  # a theme's fault is told where a page fails by it; it must not fail the start
        rehearsed(theme)


def rehearsed(theme: Theme) -> tuple[Rendered, ...]:
    """A story of the commonest blocks in both formats.

    Raises:
        Unrenderable: a template of the frame failed; one of a block is told in the page's losses.
    """
    document = decode(_STORY).document
    return tuple(render(document, kind, theme) for kind in FORMATS) if isinstance(document, Article) else ()
