"""What a page has to say, taken from the story itself and from nothing that makes pages."""

from __future__ import annotations

import re
from collections.abc import Callable, Iterator
from typing import Any, NamedTuple

from msgspec.structs import replace

from slugline.story import blocks as b
from slugline.story import media as m
from slugline.story.document import Article, Liveblog
from slugline.story.metadata import Bylines
from slugline.story.text import Span
from tests.parts.parity import content

_TURNS = re.compile("[\u202a-\u202e\u2066-\u2069]")
"""What turns the direction of a text is no part of what it says; a page closes it where a story leaves it open."""

_UNSHOWN = re.compile(
    "[\u202a-\u202e\u2066-\u2069\x00-\x08\x0b\x0c\x0e-\x1f\x7f-\x9f\ufdd0-\ufdef"
    + "".join(chr(p << 16 | e) for p in range(17) for e in (0xFFFE, 0xFFFF))
    + "]"
)


class Told(NamedTuple):
    """What one part of a story has to say; its texts may stand in any order, as the design will have it."""

    place: str
    texts: tuple[str, ...]


def missing(article: Article, html: str) -> list[str]:
    """What of a story's text is not on its page, one line each: of its head anywhere, of its body in order."""
    page = _TURNS.sub("", "\0".join(content(html).texts))
    lost = [f"{part.place}: {text!r}" for part in _around(article) for text in part.texts if text not in page]
    at = 0
    for part in told_in(article.body, "$.body"):
        ends = [at]
        for text in part.texts:
            found = page.find(text, at)
            if found < 0:
                lost.append(f"{part.place}: {text!r}" + (" (out of order)" if text in page else ""))
            else:
                ends.append(found + len(text))
        at = max(ends)
    return lost


def pages_of(article: Article) -> list[int]:
    """The numbers of a story's pages, from the one read first; a live blog has a full page for each 30 left over."""
    updates = [block for block in article.body if isinstance(block, b.Update)]
    full = max(0, len(updates) // 30 - 1) if isinstance(article, Liveblog) else 0
    return [1, *range(full + 1, 1, -1)]


def on_page(article: Article, number: int = 1) -> Article:
    """What of a story is on one of its pages, in order: a live blog's updates newest first, on page 2 the oldest 30.

    Page 1 has the updates that are pinned before the others, and the blocks that are none around them all.
    """
    if not isinstance(article, Liveblog):
        return article
    body = list(article.body)
    newest = sorted((block for block in body if isinstance(block, b.Update)), key=lambda one: one.at, reverse=True)
    held = len(newest) - 30 * (len(pages_of(article)) - 1)
    if number > 1:
        end = len(newest) - 30 * (number - 2)
        return replace(article, body=tuple(newest[end - 30 : end]), lead=None, key_points=(), related=())
    pinned = [update for update in newest if update.pinned][:5]
    rest = [update for update in newest[:held] if not any(update is one for one in pinned)]
    first = next((at for at, block in enumerate(body) if isinstance(block, b.Update)), len(body))
    after = [block for block in body[first:] if not isinstance(block, b.Update)]
    return replace(article, body=(*body[:first], *pinned, *rest, *after))


def addresses(article: Article) -> tuple[set[str], set[str]]:
    """The links that a story's texts have, and the files that its pictures are loaded from, as they are stored."""
    links, files = set[str](), set[str]()
    for value in _structs(article):
        if isinstance(value, Span) and value.href and _said(value.text):
            links.add(value.href)
        if isinstance(value, m.Image):
            files |= {value.url, *(rendition.url for rendition in value.renditions)}
    return links, files


def _structs(value: Any) -> Iterator[Any]:
    if isinstance(value, Bylines):
        value = (*value.authors, value.sentence)
    if hasattr(value, "__struct_fields__"):
        yield value
        value = tuple(getattr(value, name) for name in value.__struct_fields__)
    for part in value if isinstance(value, tuple) else ():
        yield from _structs(part)


def _said(*texts: Any) -> tuple[str, ...]:
    """Texts as a reader reads them: without marks, white space folded; those that say nothing left out."""
    bare = ("" if text is None else text if isinstance(text, str) else "".join(_runs(text)) for text in texts)
    return tuple(said for text in bare if (said := " ".join(_UNSHOWN.sub("", text).split())))


def _runs(text: tuple[str | Span, ...]) -> Iterator[str]:
    return (part if isinstance(part, str) else part.text for part in text)


def _bylines(bylines: Bylines | None) -> tuple[str, ...]:
    if bylines is None:
        return ()
    return (*_said(bylines.sentence), *(said for author in bylines.authors for said in _said(author.name, author.role)))


def _around(article: Article) -> Iterator[Told]:
    yield Told("$.headline", _said(article.headline))
    yield Told("$", _said(article.standfirst, article.kicker, article.dateline, article.source, *article.key_points))
    yield Told("$.bylines", _bylines(article.bylines))
    yield Told("$.section", _said(article.section and article.section.name, *(tag.name for tag in article.tags)))
    yield Told("$.corrections", _said(*(note.text for note in article.corrections)))
    yield Told("$.related", _said(*(item.headline for item in article.related)))
    if article.sponsor and not article.sponsor.logo:
        yield Told("$.sponsor", _said(article.sponsor.name))
    if article.lead:
        yield from _block(article.lead, "$.lead")


def told_in(body: tuple[Any, ...], place: str) -> Iterator[Told]:
    """What the blocks of a body have to say, in order."""
    for index, block in enumerate(body):
        yield from _block(block, f"{place}[{index}]")


def _block(block: Any, place: str) -> Iterator[Told]:
    if isinstance(block, b.FactBox):
        inner = [Told(place, _said(block.title)), *told_in(block.blocks, f"{place}.blocks")]
        if any(part.texts for part in inner):  # one of nothing is not shown, nor is its notice
            yield from (Told(place, _said(*notices(block))), *inner)
        return
    yield Told(place, _said(*notices(block)))
    match block:
        case b.Update():
            yield Told(place, (*_said(block.headline), *_bylines(block.bylines)))
            yield from told_in(block.blocks, f"{place}.blocks")
        case _:
            yield Told(place, _said(*_texts(block)))


def notices(block: Any) -> tuple[str, ...]:
    """The notices that a block has to stand behind: its own, and those of its pictures."""
    parts = (block, *getattr(block, "images", ()), getattr(block, "poster", None))
    return tuple(notice for part in parts if (notice := getattr(part, "warning", None)))


def _texts(block: Any) -> tuple[Any, ...]:
    """The texts of a block that holds no others."""
    return _TEXTS[type(block)](block)


def _quote(block: b.BlockQuote | b.PullQuote) -> tuple[Any, ...]:
    return (block.text, block.attribution) if _said(block.text) else ()


def _player(block: m.Video | m.Audio) -> tuple[Any, ...]:
    return (block.title, block.caption, block.description)


def _table(block: b.Table) -> tuple[Any, ...]:
    cells = [cell.text if isinstance(cell, b.Cell) else cell for row in block.rows for cell in row]
    return (block.caption, *cells) if cells else ()


_TEXTS: dict[type, Callable[[Any], tuple[Any, ...]]] = {
    **dict.fromkeys((b.Paragraph, b.Heading, b.Code, b.CorrectionNote), lambda block: (block.text,)),
    **dict.fromkeys((b.BlockQuote, b.PullQuote), _quote),
    **dict.fromkeys((m.Video, m.Audio), _player),
    **dict.fromkeys((b.Divider, b.Ad), lambda _: ()),
    b.List: lambda block: tuple(_items(block.items)),
    m.Image: lambda block: (block.caption, block.credit),
    m.Gallery: lambda block: (block.title, *(text for image in block.images for text in (image.caption, image.credit))),
    b.Embed: lambda block: (block.title, block.caption, block.fallback_text),
    b.Table: _table,
    b.KeyPoints: lambda block: (block.title, *block.items) if _said(*block.items) else (),
    b.RelatedStories: lambda block: (block.title, *(item.headline for item in block.items)) if block.items else (),
    b.Rating: lambda block: (block.label,),
    b.RawHtml: lambda block: (block.title,),
}


def _items(items: tuple[Any, ...]) -> Iterator[Any]:
    for item in items:
        yield item.text if isinstance(item, b.ListItem) else item
        yield from _items(item.items) if isinstance(item, b.ListItem) else ()
