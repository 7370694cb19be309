"""Every problem of a document at once: what the examiner finds, and what an editor would want to know besides."""

import re
from collections.abc import Callable, Iterable
from typing import Any
from zoneinfo import available_timezones

from msgspec import Struct

from slugline.address import addressable, reachable
from slugline.story.blocks import Ad, Code, Embed, FactBox, Heading, Paragraph, PullQuote, RawHtml, Table, Update
from slugline.story.decode import read_with
from slugline.story.direction import CONTROLS, OVERRIDES, is_settled
from slugline.story.document import Article, Document, Liveblog, Redirect, Story, Withdrawn
from slugline.story.examine import Examiner
from slugline.story.foreign import taken_out
from slugline.story.media import PLAYED, Audio, Gallery, Image, Rendition, Source, Track, Video, type_of
from slugline.story.metadata import GENRES
from slugline.story.paging import MAX_PINNED
from slugline.story.problem import Problem, Unsound, did_you_mean
from slugline.story.providers import Provider, Providers, bare_form, named, target_of
from slugline.story.text import Span, plain

_HTML = re.compile(
    r"</?(?:a|b|br|div|em|h[1-6]|i|p|span|strong|u)\b[^>]*>|&(?:#\d+|#x[0-9a-f]+|[a-z]{2,8});", re.IGNORECASE
)

_RENAME = (
    "rename it like stories/world/asia/harbour-talks.json: lower case, letters, digits, - . _ ~, no amp at its ends"
)

MOST_TOLD = 6
"""Elements and attributes of foreign markup that one message names."""

Tell = Callable[..., None]


def check(data: bytes, providers: Providers, path: str | None = None) -> tuple[Problem, ...]:
    """Every problem of a document, in the order of its places.

    Args:
        data: the document as it is stored.
        providers: of embeds, as the theme has them.
        path: the path that its place in storage gives it, where that is known.
    """
    examiner = Examiner()
    astray = () if path is None or reachable(path) else (_astray(path),)
    try:
        document = read_with(examiner, data).document
    except Unsound as fault:
        return (*astray, *sorted(fault.problems, key=_order))
    for thing, place in examiner.built:
        if not isinstance(thing, Span):  # a span's text is looked at with the text that it stands in
            _directions(thing, place, examiner.tell)
            _texts(thing, place, examiner.tell)
        for advise in _ADVICE.get(type(thing), ()):
            advise(thing, place, examiner.tell)
        if isinstance(thing, Embed):
            _embed(thing, place, examiner.tell, providers)
    if path is not None and not astray and document.path != path:
        examiner.tell("warning", "$.path", f"is not where the document lies, which is {path}", "move one of the two")
    return (*astray, *sorted(examiner.problems, key=_order))


def _astray(path: str) -> Problem:
    what = f"lies at stories{path}.json, to which no address leads"
    return Problem(severity="error", place="$", what=what, mend=_RENAME)


def _order(problem: Problem) -> tuple[list[tuple[int, int, str]], str]:
    """By place, as a reader of the document meets them: `body[10]` after `body[9]`."""
    parts = problem.place.replace("[", ".").replace("]", "").split(".")
    return [(0, int(part), "") if part.isdecimal() else (1, 0, part) for part in parts], problem.severity


def _document(document: Document, place: str, tell: Tell) -> None:
    if not addressable(document.path):
        tell("error", f"{place}.path", "is {}, which reads as the address of an AMP page", "rename it", document.path)


def _redirect(document: Redirect, place: str, tell: Tell) -> None:
    if document.location == document.path:
        tell("error", f"{place}.location", "leads back to the document itself", "name where the story moved")


def _article(article: Article, place: str, tell: Tell) -> None:
    _document(article, place, tell)
    if article.timezone and article.timezone not in available_timezones():
        meant = did_you_mean(article.timezone, tuple(available_timezones()))
        tell("warning", f"{place}.timezone", "is {}, which is unknown", _mend(meant, "an IANA name"), article.timezone)
    if article.updated_at and article.updated_at < article.published_at:
        tell("warning", f"{place}.updated_at", "is before `published_at`", "write when the story last changed")
    if article.expires_at and article.expires_at <= article.published_at:
        tell("warning", f"{place}.expires_at", "is not after `published_at`", "the story is never shown: correct it")
    if article.genre and article.genre not in GENRES and (meant := did_you_mean(article.genre, GENRES)):
        tell("warning", f"{place}.genre", "is {}", f'did you mean "{meant}"?', article.genre)
    _headings(article.body, f"{place}.body", tell)


def _headings(blocks: Iterable[Any], place: str, tell: Tell) -> None:
    level = 1
    for block in blocks:
        if isinstance(block, Heading):
            if block.level > level + 1:
                told = f"holds a heading of level {block.level} after one of level {level}"
                tell("warning", place, told, f"use level {level + 1}: screen readers read headings as an outline")
            level = block.level


def _liveblog(article: Liveblog, place: str, tell: Tell) -> None:
    _article(article, place, tell)
    updates = [block for block in article.body if isinstance(block, Update)]
    if not updates:
        tell("warning", f"{place}.body", "has no `update`", "lead a live blog with updates, newest first")
    moments = [update.at for update in updates if not update.pinned]
    if moments != sorted(moments, reverse=True):
        tell("warning", f"{place}.body", "has updates that are not newest first", "order them by `at`")
    seen: set[str] = set()
    for update in updates:
        if update.id in seen:
            tell("error", f"{place}.body", f"has two updates with the id {update.id}", "give each its own")
        seen.add(update.id)
    if sum(update.pinned for update in updates) > MAX_PINNED:
        told = f"pins more than {MAX_PINNED} updates: only the newest of them are put before the others"
        tell("warning", f"{place}.body", told, "unpin what no longer leads")
    if article.ended_at and any(update.at > article.ended_at for update in updates):
        told = "is before the last update: readers are told that nothing more will come"
        tell("warning", f"{place}.ended_at", told, "remove it while the coverage goes on")


def _image(image: Image, place: str, tell: Tell) -> None:
    _secure(image.url, f"{place}.url", tell)
    if image.alt is None:
        tell("warning", place, "has no `alt`", 'say what the picture shows, or write "" where it is mere decoration')
    if not (image.width and image.height) and not any(rendition.height for rendition in image.renditions):
        tell(
            "warning",
            place,
            "has no `width` and `height`",
            "give the picture's own size, so that it is not boxed in 3:2",
        )


def _rendition(rendition: Rendition, place: str, tell: Tell) -> None:
    _secure(rendition.url, f"{place}.url", tell)


def _source(source: Source, place: str, tell: Tell) -> None:
    _secure(source.url, f"{place}.url", tell)


def _secure(url: str, place: str, tell: Tell) -> None:
    if url.lower().startswith("http://"):
        tell("warning", place, "is loaded over http, which browsers block on a secure page", "write https://")


def _video(video: Video, place: str, tell: Tell) -> None:
    if video.sources and not video.tracks:
        tell("warning", place, "has no `tracks`", "add captions for those who cannot hear it")
    _played(video, place, "add an MP4 or WebM file, or the page of a player as `player_url`", tell)


def _audio(audio: Audio, place: str, tell: Tell) -> None:
    _played(audio, place, "add an MP3 or M4A file, or the page of a player as `player_url`", tell)


def _played(player: Video | Audio, place: str, mend: str, tell: Tell) -> None:
    """A file whose type nothing tells is taken for one that is played."""
    types = [(type_of(source) or "").partition(";")[0].lower() for source in player.sources]
    if types and not any(kind in PLAYED or not kind for kind in types):
        told = f"has no file that every browser plays, only {', '.join(dict.fromkeys(types))}"
        tell("warning", f"{place}.sources", told, mend)


def _track(track: Track, place: str, tell: Tell) -> None:
    if track.kind == "subtitles" and not track.language:
        told = "are subtitles in no `language`: they are offered as captions"
        tell("warning", place, told, "name the language that they are in")
    if not track.url.startswith("/"):
        told = "names a host: where it is not the page's own, browsers take no captions from it"
        tell("warning", f"{place}.url", told, "keep it on the site's own, and begin the address with /")


def _gallery(gallery: Gallery, place: str, tell: Tell) -> None:
    if len(gallery.images) == 1:
        tell("warning", place, "has one picture", "use an image block")


def _markup(text: Any, place: str, tell: Tell) -> None:
    """Text is never HTML: what looks like it stands on the page as it is written."""
    found = _HTML.search(plain(text))
    if found:
        told = "holds {}, which readers see just so: text is never HTML"
        tell("warning", place, told, "write the character itself, or a span with marks", found[0])


_MARKUP = frozenset({"html", "amp", "url"})


def _texts(thing: Struct, place: str, tell: Tell) -> None:
    """Markup in any text or line of an object: captions, items, cells, credits and titles as much as paragraphs."""
    if isinstance(thing, Code):
        return
    for name in thing.__struct_fields__:
        value = getattr(thing, name)
        if name in _MARKUP or not value:
            continue
        if isinstance(value, str) or (isinstance(value, tuple) and any(isinstance(part, Span) for part in value)):
            _markup(value, f"{place}.{name}", tell)
        elif isinstance(value, tuple):  # texts in a list, as items; or one text in parts
            for index, part in enumerate(value):
                for at, text in enumerate(part if isinstance(part, tuple) else (part,)):
                    if isinstance(text, str):
                        nested = f"[{at}]" if isinstance(part, tuple) else ""
                        _markup(text, f"{place}.{name}[{index}]{nested}", tell)


def _directions(thing: Struct, place: str, tell: Tell) -> None:
    """Characters that turn the direction of text are seldom meant, and are a way to make readers read another thing."""
    for name in thing.__struct_fields__:
        value = getattr(thing, name)
        if isinstance(value, (str, tuple)) and (turn := _turn(value)):
            mend = "remove it, or give a span a `direction`"
            tell("warning", f"{place}.{name}", turn, mend)


def _turn(text: str | tuple[Any, ...]) -> str | None:
    joined = "".join(part if isinstance(part, str) else part.text for part in text if isinstance(part, (str, Span)))
    found = CONTROLS.search(joined)
    if not found:
        return None
    if override := next((sign for sign in joined if sign in OVERRIDES), None):
        return f"holds U+{ord(override):04X}, which reverses what is read"
    if not is_settled(joined):
        return f"holds U+{ord(found[0]):04X}, a turn of direction that is not closed, or closes nothing"
    return None


def _paragraph(paragraph: Paragraph, place: str, tell: Tell) -> None:
    if not plain(paragraph.text):
        tell("warning", place, "is empty, and is not shown", "remove it; paragraphs are set apart by the theme")


def _heading(heading: Heading, place: str, tell: Tell) -> None:
    if not plain(heading.text):
        tell("warning", place, "is empty, and is not shown", "remove it")


def _embed(embed: Embed, place: str, tell: Tell, providers: Providers) -> None:
    provider = named(embed.provider, providers)
    if provider is None:
        meant = did_you_mean(embed.provider, tuple(providers))
        shown = "it becomes a link" if embed.url else "without a `url`, its words alone are shown"
        told = f"is {{}}, which is unknown: {shown}"
        tell("warning", f"{place}.provider", told, _mend(meant, f"one of {', '.join(providers)}"), embed.provider)
    elif not target_of(embed, providers).understood:
        _not_understood(embed, provider, place, tell)
    if not embed.title and not embed.fallback_text:
        tell("warning", place, "has neither `title` nor `fallback_text`", "say in words what is shown")


def _not_understood(embed: Embed, provider: Provider, place: str, tell: Tell) -> None:
    if embed.url:
        told = "is {}, which is none of this provider that can be shown: it becomes a link"
        tell("warning", f"{place}.url", told, "copy the address of the post, film or page itself", embed.url)
        return
    form = provider.ids and bare_form(provider.ids)
    mend = f"write one of the form {form}, or give a `url`" if form else "give a `url`: it is named by address"
    tell("error", f"{place}.id", "is {}, which is not an id of this provider", mend, embed.id)


def _pull_quote(quote: PullQuote, place: str, tell: Tell) -> None:
    if plain(quote.text)[:1] in {'"', "“", "„", "«", "»", "「", "‘"}:
        tell("warning", f"{place}.text", "begins with a quotation mark, and the theme adds its own", "leave yours out")


def _table(table: Table, place: str, tell: Tell) -> None:
    if table.header_rows >= len(table.rows) > 0:
        tell("warning", f"{place}.header_rows", "leaves the table no rows of its own", "count the heading rows only")


def _raw_html(block: RawHtml, place: str, tell: Tell) -> None:
    for name in ("html", "amp"):
        if found := taken_out(getattr(block, name) or ""):
            mend = "use an `embed` block for what runs or is framed elsewhere"
            tell("warning", f"{place}.{name}", "holds {}, which no page shows", mend, ", ".join(found[:MOST_TOLD]))


def _fact_box(box: FactBox, place: str, tell: Tell) -> None:
    _boxed(box.blocks, f"{place}.blocks", tell)


def _update(update: Update, place: str, tell: Tell) -> None:
    _boxed(update.blocks, f"{place}.blocks", tell)


def _boxed(blocks: Iterable[Any], place: str, tell: Tell) -> None:
    for index, block in enumerate(blocks):
        if isinstance(block, Ad):
            tell("warning", f"{place}[{index}]", "is an advertisement in a box, and is not shown", "move it out of it")


def _mend(meant: str | None, otherwise: str) -> str:
    return f'did you mean "{meant}"?' if meant else f"write {otherwise}"


_ADVICE: dict[type[Struct], tuple[Callable[[Any, str, Tell], None], ...]] = {
    Story: (_article,),
    Liveblog: (_liveblog,),
    Withdrawn: (_document,),
    Redirect: (_document, _redirect),
    Image: (_image,),
    Rendition: (_rendition,),
    Source: (_source,),
    Video: (_video,),
    Audio: (_audio,),
    Track: (_track,),
    Gallery: (_gallery,),
    Paragraph: (_paragraph,),
    Heading: (_heading,),
    PullQuote: (_pull_quote,),
    Table: (_table,),
    RawHtml: (_raw_html,),
    FactBox: (_fact_box,),
    Update: (_update,),
}
