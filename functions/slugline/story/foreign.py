"""Markup from elsewhere, taken apart: what of it may stand on a page, and what is taken out.

No parser of HTML: what comes of it is put together anew and goes through a sanitiser besides. It is only never slow,
whatever it is given, and loses no words that a browser would show.
"""

import re
from collections.abc import Iterator
from html import unescape as _unescape
from typing import NamedTuple


def _words(text: str) -> frozenset[str]:
    return frozenset(text.split())


INLINE = _words(
    "a abbr b bdi bdo br cite code del dfn em i img ins kbd mark q rt ruby s samp small span strong sub sup "
    "time u var wbr"
)
BLOCKS = _words("blockquote details div dl figure h2 h3 h4 hr ol p pre table ul")
PARTS = _words("li dt dd caption thead tbody tr th td figcaption summary")
"""Elements that stand in one certain other."""

_SECTIONS = _words("address article aside center dir fieldset footer header hgroup main menu nav section")
ALIKE = {
    "h1": "h2",
    "h5": "h4",
    "h6": "h4",
    "strike": "s",
    "tt": "code",
    "acronym": "abbr",
    "tfoot": "tbody",
    "listing": "pre",
    **dict.fromkeys(_SECTIONS, "div"),
}
"""Elements that stand on the page as another one."""

VOID = frozenset({"br", "hr", "img", "wbr"})
FRAMES = frozenset({"iframe", "amp-iframe"})
"""Elements of which a link is left."""

# Their end is looked for by name: what they hold is no markup, or none that a page could show.
_RAW = _words("script style iframe noembed noframes textarea title xmp")
_HIDING = _RAW | _words("amp-iframe amp-script canvas math object rp select svg template video audio")
_TAKEN_OUT = (_HIDING - {"rp", "title"}) | _words(
    "applet base button dialog embed form frame frameset input link meta optgroup option param portal slot"
)

_TAG = re.compile(r"""<(/?)([a-zA-Z][^\s/>]*+)((?:[^>"'=]++|=\s*+(?:"[^"]*+"|'[^']*+')?+|["'])*+)>""")
_ATTRIBUTE = re.compile(r"""([^\s/>=]++)(?:\s*+=\s*+(?:"([^"]*+)"|'([^']*+)'|([^\s>]++)))?+""")


_ENDLESS_NUMBER = re.compile("&#[0-9]{1000,};?")


def unescape(text: str) -> str:
    """A text with its references resolved; one to a number that no character has is a replacement character.

    Python refuses to read a number of more than 4,300 digits.
    """
    return _unescape(_ENDLESS_NUMBER.sub("\ufffd", text) if "&#" in text else text)


class Tag(NamedTuple):
    """A tag: where something begins or, with `ends`, stops."""

    name: str
    """In lower case."""
    ends: bool
    written: str
    """Its attributes as they are written."""

    def attributes(self) -> dict[str, str]:
        """Its attributes by name; of two of one name the first holds, as in a browser."""
        found: dict[str, str] = {}
        for name, *values in _ATTRIBUTE.findall(self.written):
            found.setdefault(name.lower(), unescape("".join(values)))
        return found


def pieces(html: str) -> Iterator[str | Tag]:
    """The texts and tags of some markup, in order, without what is hidden; in time that grows as its length."""
    at, endless = 0, set[str]()
    while (start := html.find("<", at)) >= 0:
        if start > at:
            yield unescape(html[at:start])
        tag = _TAG.match(html, start)
        if tag:
            name = tag[2].lower()
            yield Tag(name, bool(tag[1]), tag[3])
            at = tag.end() if tag[1] or name not in _HIDING else _past(html, name, tag.end(), endless)
        elif html[start + 1 : start + 2].isalpha():
            at = start
            break  # a tag without an end: no later one has one
        else:
            at = _past_comment(html, start)
            if at == start:
                at = _next(html, start + 1)
                yield unescape(html[start:at])
    yield unescape(html[at:])


def _next(html: str, start: int) -> int:
    found = html.find("<", start)
    return len(html) if found < 0 else found


def _past(html: str, name: str, start: int, endless: set[str]) -> int:
    """Where the hidden part of that name has ended; without an end it is all the rest, or nothing but its tag."""
    end = None if name in endless else re.compile(rf"</{re.escape(name)}(?=[\s/>])", re.IGNORECASE).search(html, start)
    if end and (closed := html.find(">", end.end())) >= 0:
        return closed + 1
    endless.add(name)  # so that a thousand of them are not looked for to the end
    return len(html) if name in _RAW else start


def _past_comment(html: str, start: int) -> int:
    """Where a comment, a declaration or a nameless tag has ended; `start` itself where none begins."""
    if html.startswith("<!--", start):
        end = html.find("-->", start + 2)
        return len(html) if end < 0 else end + 3
    if html.startswith(("<!", "<?", "</"), start):
        end = html.find(">", start)
        return len(html) if end < 0 else end + 1
    return start


def taken_out(html: str) -> tuple[str, ...]:
    """What of some markup no page shows, that somebody may miss: elements, and attributes that run or dress."""
    found: dict[str, None] = {}
    for tag in pieces(html):
        if isinstance(tag, Tag) and not tag.ends:
            if tag.name in _TAKEN_OUT or "-" in tag.name:
                found[f"<{tag.name}>"] = None
            for name in tag.attributes() if "=" in tag.written else ():
                if name == "style" or name.startswith("on"):
                    found[name] = None
    return tuple(found)
