"""Markup from elsewhere, as it may stand on a page: the same in HTML and in AMP.

First it is put together anew, of the elements and attributes that are named here, each in a place that it may have.
Then `nh3`, a maintained sanitiser, decides by the same lists. It reads markup that is sound and not deep already: what
browsers make of deep or crossed tags takes time, and room, that grow as their number squared.

What can stand: text and its marks, links, lists, tables, quotations, figures, pictures, `details`. No class, style or
id: the theme dresses it, it stands in its own box, and no part of it can lie over another part of the page.
"""

import re
from collections.abc import Callable, Mapping
from datetime import datetime
from functools import cache
from typing import TYPE_CHECKING, NamedTuple

from markupsafe import Markup
from msgspec import ValidationError, convert

from slugline.labels import Labels
from slugline.page.text import address, clean, escape_plain
from slugline.site import names
from slugline.story.fields import Direction, Language, Link, Pixels, Resource
from slugline.story.foreign import ALIKE, BLOCKS, FRAMES, INLINE, PARTS, VOID, Tag, pieces
from slugline.story.language import normalised
from slugline.story.providers import host_of

if TYPE_CHECKING:
    from nh3 import Cleaner

MAX_DEPTH = 32
"""Elements within elements; the tags of deeper ones are left out, and their words are not."""

MAX_SPAN = 100
"""Columns or rows that a cell spans."""

_ATTRIBUTES = {
    "*": {"lang", "dir"},
    "a": {"href", "hreflang", "rel"},
    "abbr": {"title"},
    "blockquote": {"cite"},
    "details": {"open"},
    "dfn": {"title"},
    "img": {"src", "alt", "width", "height", "loading", "decoding"},
    "ol": {"start", "reversed"},
    "q": {"cite"},
    "td": {"colspan", "rowspan"},
    "th": {"colspan", "rowspan", "scope"},
    "time": {"datetime"},
}
_RELATIONS = ("nofollow", "sponsored", "ugc")

_FLOW = frozenset({"", "blockquote", "div", "li", "dd", "td", "th", "figure", "figcaption", "details"})
"""What holds paragraphs and other blocks; anything else holds text alone, or parts alone."""
_OWNERS = frozenset({"ul", "ol", "dl", "table", "figure", "details", "ruby"})
"""What has parts."""
_OWNED_BY = {
    "li": ("ul", "ol"),
    "dt": ("dl",),
    "dd": ("dl",),
    "figcaption": ("figure",),
    "summary": ("details",),
    "rt": ("ruby",),
    **dict.fromkeys(("caption", "thead", "tbody", "tr", "th", "td"), ("table",)),
}
_NO_BLANKS = _OWNERS | {"thead", "tbody", "tr"}
_CELLS = frozenset({"td", "th", "caption"})
_ROWS = frozenset({"thead", "tbody"})
_TABLE = _CELLS | _ROWS | {"tr", "table"}
_IMPLIED = {"ul": "li", "ol": "li", "dl": "dd", "table": "tr", "thead": "tr", "tbody": "tr", "tr": "td"}
"""What begins by itself where something stands that can only stand in it."""
_KEPT_EMPTY = frozenset({"td", "th", "dt", "dd"})
_NO_HEADINGS = frozenset({"th", "dt", "caption"})


_WIDE = re.compile("<(?:table|pre)[ >]")


class Written(NamedTuple):
    """Markup that may stand on a page."""

    html: Markup
    scrolls: bool
    """Whether it holds what may be wider than the column."""


class Draft(NamedTuple):
    """Markup that was put together anew, and is not sanitised yet."""

    html: str


def drafted(html: str, media: tuple[str, ...], labels: Labels) -> Draft | None:
    """Some markup put together anew; None where nothing of it may stand on a page.

    Args:
        html: the markup, whatever it is.
        media: the hosts from which pictures may come, as the site's settings have them.
        labels: the words for a fold without a title, and for a link in the place of a frame.
    """
    writer = _Writer(media, labels)
    for piece in pieces(html):
        if isinstance(piece, str):
            writer.text(piece)
        else:
            writer.tag(piece)
    whole = writer.whole()
    return Draft(whole) if writer.said else None


def sanitised(draft: Draft) -> Written:
    """What may stand on a page of it."""
    made = _cleaner().clean(draft.html)
    return Written(Markup(made), scrolls=bool(_WIDE.search(made)))  # noqa: S704 -- sanitised just now


@cache
def _cleaner() -> "Cleaner":
    """The sanitiser, loaded with the first markup that needs it."""
    from nh3 import Cleaner  # noqa: PLC0415 -- most functions never meet any

    return Cleaner(
        tags=INLINE | BLOCKS | PARTS,
        attributes=_ATTRIBUTES,
        allowed_classes={"img": {"unsized"}},
        url_schemes={"http", "https", "mailto", "tel"},
        link_rel=None,
    )


class _Open:
    """An element that is not closed yet."""

    __slots__ = ("before", "name", "rows", "said", "spans", "start", "width")

    def __init__(self, name: str, start: int, said: int = 0) -> None:
        self.name = name
        self.start = start
        """Where it begins among what is written."""
        self.said = said
        """How much was said before it."""
        self.before = ""
        """Which part of it came last."""
        self.width = 0
        """Of a row: its columns."""
        self.rows: list[tuple[int, int]] = []
        """Of a table: where each row ends among what is written, and its columns."""
        self.spans = False
        """Of a table: whether a cell spans rows."""


class _Writer:
    """Writes markup in which everything stands where it may."""

    def __init__(self, media: tuple[str, ...], labels: Labels) -> None:
        self._media = media
        self._labels = labels
        self._out: list[str] = []
        self._open = [_Open("", -1)]
        self._level = 1
        self.said = 0
        """How many words, pictures and rules there are."""

    def whole(self) -> str:
        """All that was written, with everything closed."""
        while len(self._open) > 1:
            self._close()
        return "".join(self._out)

    def text(self, text: str) -> None:
        """Words, wherever words may stand."""
        text = clean(text)
        if not text.strip():
            if text and self._top not in _NO_BLANKS:
                self._out.append(text)
            return
        self._imply("")
        self._out.append(escape_plain(text))
        self.said += 1

    def tag(self, tag: Tag) -> None:
        """Where something begins or ends."""
        name = ALIKE.get(tag.name, tag.name)
        if tag.ends:
            self._end(name)
        elif name in FRAMES:
            self._frame(tag.attributes())
        elif name == "img":
            self._picture(tag.attributes())
        elif name in INLINE or name in BLOCKS or name in PARTS:
            self._begin(name, tag)

    @property
    def _top(self) -> str:
        return self._open[-1].name

    def _begin(self, name: str, tag: Tag) -> None:
        if name in _OWNED_BY and not self._owned(name):
            name = "p"  # a part without its whole: its words at least stand apart
        if name == "thead" and (table := self._within("table")) and table.before not in {"", "caption"}:
            name = "tbody"
        attributes = _attributes_of(name, tag) if len(self._open) <= MAX_DEPTH else None
        if attributes is None or (name in {"a", "dfn"} and self._within(name)) or (name == "div" and self._top == "dl"):
            return
        if name in _OWNED_BY:
            self._make_room(name)
        elif name in BLOCKS:
            name = self._settle(name)
        self._imply(name)
        self._write(name, attributes)

    def _write(self, name: str, attributes: Mapping[str, str]) -> None:
        told = [f' {key}="{escape_plain(value)}"' for key, value in attributes.items()] if attributes else ()
        self._out.append(f"<{name}{''.join(told)}>")
        self.said += name == "hr"
        if name in VOID:
            return
        if name in _CELLS and name != "caption":
            row, table = self._open[-1], self._within("table")
            row.width += int(attributes.get("colspan", 1))
            if table:
                table.spans |= "rowspan" in attributes
        self._open.append(_Open(name, len(self._out) - 1, self.said))

    def _within(self, name: str) -> _Open | None:
        """The innermost open element of a name."""
        return next((one for one in reversed(self._open) if one.name == name), None)

    def _owned(self, name: str) -> bool:
        """Whether a part can stand in the innermost element that has parts, and comes at the right time."""
        owner = next((one for one in reversed(self._open) if one.name in _OWNERS), None)
        if owner is None or owner.name not in _OWNED_BY[name]:
            return False
        first = len(self._out) == owner.start + 1
        return first if name in {"caption", "summary"} else owner.before != name or name != "figcaption"

    def _make_room(self, name: str) -> None:
        """Closes what stands between a part and its place."""
        places = (*_OWNED_BY[name], *{"tr": _ROWS, "td": ("tr", *_ROWS), "th": ("tr", *_ROWS)}.get(name, ()))
        while self._top not in places:
            self._close()
        place = self._open[-1]
        if name == "dd" and not place.before:
            self._out.append("<dt></dt>")
        if name == "figcaption" and len(self._out) > place.start + 1:
            place.before = "last"
        else:
            place.before = name

    def _settle(self, name: str) -> str:
        """Closes text, which holds no blocks; gives a heading its level, or another name where none may stand."""
        while self._top not in _FLOW and self._top not in _IMPLIED and not self._opens_to_blocks():
            self._close()
        if name not in {"h2", "h3", "h4"}:
            return name
        if any(one.name in _NO_HEADINGS for one in self._open):
            return "p"
        return f"h{min(int(name[1]), self._level + 1)}"

    def _opens_to_blocks(self) -> bool:
        """Whether a link stands where blocks may: then it may hold some."""
        return self._top == "a" and self._open[-2].name in _FLOW

    def _imply(self, name: str) -> None:
        """Begins what must be there for an element (or text, which has no name) to stand here."""
        here = self._open[-1]
        if here.name == "details" and name != "summary" and len(self._out) == here.start + 1:
            self._out.append(f"<summary>{escape_plain(self._labels.show)}</summary>")
        while (implied := _IMPLIED.get(self._top)) and self._top not in _places_of(name):
            self._make_room(implied)
            self._write(implied, {})

    def _end(self, name: str) -> None:
        for index in range(len(self._open) - 1, 0, -1):
            if self._open[index].name == name:
                while len(self._open) > index:
                    self._close()
                return
            if self._open[index].name in _CELLS and name not in _TABLE:
                return

    def _close(self) -> None:
        done = self._open.pop()
        if self.said == done.said and done.name not in _KEPT_EMPTY:
            self._drop(done)
            return
        if done.name == "ruby" and not done.before:
            self._out[done.start] = ""
            return
        if done.name == "dl" and done.before == "dt":
            self._out.append("<dd></dd>")
        self._out.append(f"</{done.name}>")
        if done.name in {"h2", "h3", "h4"}:
            self._level = int(done.name[1])
        if done.name == "tr" and (table := self._within("table")):
            table.rows.append((len(self._out) - 1, done.width))
        elif done.name == "table":
            self._square(done)
        elif done.name == "figcaption" and self._open[-1].before == "last":
            self._close()

    def _drop(self, empty: _Open) -> None:
        """Leaves out what says nothing. Blanks and line breaks that only had marks stay."""
        kept = self._out[empty.start + 1 :] if empty.name in INLINE else ()
        self._out[empty.start :] = kept

    def _square(self, table: _Open) -> None:
        """Fills up rows that are shorter than the longest. Where cells span rows it is left as it is."""
        longest = max((width for _, width in table.rows), default=0)
        if table.spans or longest > MAX_SPAN:
            return
        for at, width in table.rows:
            if missing := longest - width:
                self._out[at] = f'<td colspan="{missing}"></td></tr>' if missing > 1 else "<td></td></tr>"

    def _frame(self, given: dict[str, str]) -> None:
        """A link to what a frame would have shown."""
        url = _sound(given.get("src", ""), Resource)
        host = host_of(url)
        if url and host:
            self._begin("p", Tag("p", ends=False, written=""))
            title = clean(given.get("title", "")).strip()
            told = title or self._labels.open.format(provider=host)
            self._out.append(f'<a href="{escape_plain(address(url))}">{escape_plain(told)}</a>')
            self.said += 1
            self._end("p")

    def _picture(self, given: dict[str, str]) -> None:
        """A picture from a host that the site's settings name; the words that stand for it, from any other."""
        url = _sound(re.sub("^http:", "https:", given.get("src", "").strip(), flags=re.IGNORECASE), Resource)
        alt = clean(given.get("alt", ""))
        if not url or not (url.startswith("/") or names(self._media, url)):
            self.text(alt)
            return
        width, height = (_sound(given.get(side, ""), Pixels) for side in ("width", "height"))
        sized = {"width": str(width), "height": str(height)} if width and height else _UNSIZED
        self._imply("")
        self._write("img", {"src": address(url), "alt": alt, **sized, "loading": "lazy", "decoding": "async"})
        self.said += 1


_UNSIZED = {"width": "3", "height": "2", "class": "unsized"}
"""Of a picture that does not tell its size: the box that it is fitted in."""


def _places_of(name: str) -> tuple[str, ...]:
    """The elements with parts in which another may stand as one; `tr` may stand in rows too."""
    if name == "tr":
        return ("table", *_ROWS)
    return ("tr",) if name in {"td", "th"} else _OWNED_BY.get(name, ())


def _sound(value: str, form: object) -> str | None:
    """A value in the form of a field of the story format, or None."""
    try:
        return str(convert(value.strip(), form, strict=False)) or None
    except ValidationError:
        return None


def _attributes_of(name: str, tag: Tag) -> dict[str, str] | None:
    """The attributes that an element may have; None where it cannot stand without those that it lacks."""
    given = tag.attributes() if tag.written.strip() else {}
    kept = {key: sound for key, value in given.items() if (sound := _kept(name, key, value)) is not None}
    needed = _NEEDED.get(name)
    return kept if needed is None or needed in kept else None


_NEEDED = {"a": "href", "bdo": "dir", "time": "datetime"}


def _kept(element: str, attribute: str, value: str) -> str | None:
    """An attribute's value as it may stand, or None."""
    if attribute in _ATTRIBUTES["*"] or attribute in _ATTRIBUTES.get(element, ()):
        return _VALUES[attribute](clean(value))
    return None


def _link(value: str) -> str | None:
    url = _sound(value, Link)
    return address(url) if url else None


def _tag(value: str) -> str | None:
    tag = _sound(value, Language)
    return normalised(tag) if tag else None


def _whole(value: str) -> str | None:
    return value.strip() if re.fullmatch(r"[0-9]{1,5}", value.strip(), re.ASCII) else None


def _span(value: str) -> str | None:
    number = _whole(value)
    return number if number and 1 < int(number) <= MAX_SPAN else None


def _moment(value: str) -> str | None:
    try:
        moment = datetime.fromisoformat(value.strip())
    except ValueError:
        return None
    return (
        moment.date().isoformat()
        if "T" not in value and " " not in value.strip()
        else moment.isoformat(timespec="seconds")
    )


def _relation(value: str) -> str | None:
    return " ".join(word for word in _RELATIONS if word in value.lower().split()) or None


_VALUES: dict[str, Callable[[str], str | None]] = {
    "lang": _tag,
    "hreflang": _tag,
    "dir": lambda value: _sound(value.lower(), Direction),
    "href": _link,
    "cite": lambda value: _link(value) if _sound(value, Resource) else None,
    "rel": _relation,
    "title": lambda value: value.strip() or None,
    "open": lambda _: "",
    "reversed": lambda _: "",
    "start": _whole,
    "colspan": _span,
    "rowspan": _span,
    "scope": lambda value: value if value in {"col", "row"} else None,
    "datetime": _moment,
}
