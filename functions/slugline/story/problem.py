"""What is wrong with a document: where, what, and how to mend it."""

import json
from collections.abc import Sequence
from difflib import get_close_matches
from typing import Any, Literal

from msgspec import Struct

from slugline.errors import Undecodable

SYNONYMS = {
    "author": "bylines",
    "authors": "bylines",
    "byline": "bylines",
    "embargo": "embargo_until",
    "embargoed": "embargo_until",
    "embargoed_until": "embargo_until",
    "hold_until": "embargo_until",
    "expires": "expires_at",
    "expiry": "expires_at",
    "unpublish_at": "expires_at",
    "content_warning": "warning",
    "sensitive": "warning",
    "title": "headline",
    "subtitle": "standfirst",
    "summary": "standfirst",
    "content": "body",
    "src": "url",
    "href": "url",
    "link": "url",
    "alt_text": "alt",
    "quote": "block_quote",
    "blockquote": "block_quote",
    "pullquote": "pull_quote",
    "p": "paragraph",
    "text": "paragraph",
    "ul": "list",
    "ol": "list",
    "img": "image",
    "picture": "image",
    "photo": "image",
    "html": "raw_html",
    "hr": "divider",
    "youtube": "embed",
    "tweet": "embed",
}
"""What other systems call a field or block that we have under another name."""

MAX_EXCERPT = 58
"""Characters of a value that a message quotes."""

Severity = Literal["error", "warning"]


class Problem(Struct, frozen=True, kw_only=True):
    """One thing wrong with a document; an error loses something on the page, a warning does not."""

    severity: Severity
    place: str
    """JSON path: `$.body[3].url`."""
    what: str
    mend: str
    found: str = ""
    """The excerpt of the story that `what` quotes, if any."""

    def __str__(self) -> str:
        return f"{self.place} {self.what}; {self.mend}"

    def discreet(self) -> str:
        """The same without a word of the story: for logs."""
        what = self.what.replace(self.found, "…") if self.found else self.what
        return f"{self.place} {what}"


class Unsound(Undecodable):
    """No page can be made of a document; `problems` says why, the decisive one last. Its message quotes no story."""

    def __init__(self, problems: Sequence[Problem], *, hides: bool = False) -> None:
        super().__init__(problems[-1].discreet())
        self.hides = hides
        """Whether the document was meant to hide the story: a withdrawal, an embargo or an expiry with a slip in it."""
        self.problems = tuple(problems)


def did_you_mean(word: Any, known: Sequence[str]) -> str | None:
    """The known word that a misspelt one was meant to be, or None."""
    if not isinstance(word, str) or len(word) > MAX_EXCERPT:
        return None
    bare = word.lower().replace("-", "_").replace(" ", "_")
    if SYNONYMS.get(bare) in known:
        return SYNONYMS[bare]
    close = get_close_matches(bare, known, n=1, cutoff=0.7)
    return close[0] if close else None


def excerpt(value: Any) -> str:
    """A value as an error message can hold it: as JSON, short, on one line, of whole characters."""
    try:
        text = json.dumps(value, ensure_ascii=False, default=str) if not isinstance(value, str) else f'"{value}"'
    except RecursionError:
        text = "nested too deep"
    text = " ".join(text.encode("utf-8", "replace").decode().split())
    return text if len(text) <= MAX_EXCERPT else f"{text[: MAX_EXCERPT - 1]}…"
