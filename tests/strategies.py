"""Stories made up by Hypothesis: every block, mark and field, nested, in any script and with any character.

All of them are JSON values as a CMS would store them, and sound: they decode at the first of the two speeds.
"""

from __future__ import annotations

import copy
from collections.abc import Iterator
from typing import Any

from hypothesis import HealthCheck, settings
from hypothesis import strategies as st

Json = dict[str, Any]

MARKS = ("bold", "italic", "underline", "strike", "code", "sub", "sup", "small", "highlight")
PROVIDERS = ("youtube", "Vimeo", "dailymotion", "x", "bluesky", "datawrapper", "map", "iframe", "unheard-of", "<b>")

_PIECES = (
    "Talks",
    "ferry",
    "12,400",
    "€ 3.50",
    "Ærø",
    "مفاوضات",
    "港",
    "ไทย",
    "हिन्दी",
    "🚢",
    "e\u0301",
    "\u200f",
    "\u202e",
    "\u00ad",
    "\n",
    "\n\n",
    "\t",
    " ",
    "\u00a0",
    "\u2028",
    "\r\n",
    "\x00",
    "\x07",
    "\x0c",
    "\x85",
    "\ufdd0",
    "\uffff",
    "\U0001ffff",
    "<",
    ">",
    "&",
    '"',
    "'",
    "`",
    "&quot;",
    "&lt;",
    "</script>",
    "</script ",
    "</style/",
    "<!--",
    "-->",
    "]]>",
    "<b>",
    "{{ 7 * 7 }}",
    "{% raw %}",
    "javascript:alert(1)",
    "%",
    "\\",
    "${x}",
)
_ADDRESSES = (
    "https://other.example/a?b=1&c=2#d",
    "http://other.example",
    "HTTPS://Other.example:8443/é/港?q=[1]|2^3`{}",
    "/world/asia/ferry",
    "/",
    "/search?q='x'&y=%20%zz",
    "https://[2001:db8::1]/a",
    "https://例え.jp:8443/a",
)
_LINKS = (*_ADDRESSES, "mailto:desk@meridian.example?subject=A%20b", "tel:+44(20)7946-0000;ext=1", "MAILTO:a@b.example")
_FILES = (
    "/media/a.jpg",
    "https://files.example/a,b/c.jpg",
    "https://files.example/w_320,h_200/a.jpg,",
    "https://files.example/a.jpg?w=320&h=200",
    "/média/港.jpg",
    "http://files.example/plain.jpg",
)
_LANGUAGES = (
    "en",
    "en-GB",
    "ar",
    "HE",
    "zh_hant-tw",
    "ja",
    "pa-Arab",
    "hi",
    "th",
    "und",
    "sr-Latn-RS",
    "qaa-Qaaa-x-private",
)
_ZONES = ("Europe/Paris", "Asia/Kolkata", "America/Argentina/Ushuaia", "Nowhere/At-All", "Europe", "UTC")
_ANCHORS = ("u1", "2026-11-24.09:30", "constructor", "i-amphtml-x", "amp", "document", "toString", "a" * 80)


def examples(count: int) -> settings:
    """So many examples, the same ones at every run, however slow the machine."""
    slow = [HealthCheck.too_slow, HealthCheck.data_too_large, HealthCheck.function_scoped_fixture]
    return settings(max_examples=count, derandomize=True, deadline=None, suppress_health_check=slow)


def _object(required: dict[str, st.SearchStrategy[Any]], **optional: st.SearchStrategy[Any]) -> st.SearchStrategy[Json]:
    return st.fixed_dictionaries(required, optional=optional)


def _block(
    kind: str, required: dict[str, st.SearchStrategy[Any]], **optional: st.SearchStrategy[Any]
) -> st.SearchStrategy[Json]:
    return _object({"type": st.just(kind)} | required, **optional)


def _few(elements: st.SearchStrategy[Any], least: int = 0, most: int = 3) -> st.SearchStrategy[list[Any]]:
    return st.lists(elements, min_size=least, max_size=most)


strings = st.lists(st.sampled_from(_PIECES) | st.text(max_size=4), max_size=5).map(
    lambda parts: "".join(parts).encode("utf-8", "replace").decode()
)
"""Plain strings with whatever characters a CMS lets through."""

names = strings.map(lambda text: f"N{text}")
"""The same, never empty."""

links = st.sampled_from(_LINKS)
addresses = st.sampled_from(_ADDRESSES)
files = st.sampled_from(_FILES)
languages = st.sampled_from(_LANGUAGES)
pixels = st.integers(1, 30_000) | st.sampled_from((1, 320, 960, 1600, 30_000))
ratings = st.floats(0, 1000, allow_nan=False) | st.sampled_from((0, 0.5, 3, 3.5, 5))
times = st.sampled_from(
    (
        "2026-11-24T08:30:00Z",
        "2026-11-24T09:30:00.123456+01:00",
        "2026-03-29T01:30:00+00:00",
        "0001-01-01T00:00:00Z",
        "9999-12-31T23:59:59.999999-12:00",
        "1969-12-31T23:59:59-00:44",
    )
)
durations = st.sampled_from(("PT3M20S", "PT0S", "P1DT2H", "-PT1S", "PT0.4S"))

spans = _object(
    {"text": strings},
    marks=_few(st.sampled_from(MARKS), most=4),
    href=links,
    language=languages,
    direction=st.sampled_from(("ltr", "rtl")),
)
texts = strings | _few(strings | spans, most=4)

"""Running text in both of its forms."""

worded = texts.map(lambda text: f"{text} Talks" if isinstance(text, str) else [*text, "Talks"])
"""Running text that says something, whatever else is in it."""

warnings = strings

images: st.SearchStrategy[Json] = _block(
    "image",
    {"url": files},
    width=pixels,
    height=pixels,
    alt=strings,
    caption=texts,
    credit=strings,
    focal_point=_object({"x": st.floats(0, 1), "y": st.floats(0, 1)}),
    renditions=_few(_object({"url": files, "width": pixels}, height=pixels)),
    size=st.sampled_from(("inset", "column", "wide", "full")),
    warning=warnings,
)


def _untyped(image: Json) -> Json:
    return {name: value for name, value in image.items() if name != "type"}


bare_images = images | images.map(_untyped)
"""Images where `type` may be left out."""

authors = _object({"name": names}, role=strings, url=links, image=files)
bylines = _few(authors) | texts
related = _object({"headline": texts, "url": links}, image=bare_images)
topics = _object({"id": names, "name": strings}, path=st.sampled_from(("/world", "/world/ærø/港", "/a.b_c~d")))


def _with_either(block: Json, one: str, other: str, address: str) -> Json:
    """A block that has at least one of two fields."""
    return block if block.get(one) or block.get(other) else block | {other: address}


def _player(kind: str) -> st.SearchStrategy[Json]:
    sources = _object(
        {"url": files}, type=st.sampled_from(("video/mp4", 'video/webm; codecs="vp9"')), width=pixels, height=pixels
    )
    tracks = _object(
        {"url": files},
        kind=st.sampled_from(("subtitles", "captions", "descriptions", "chapters", "metadata")),
        language=languages,
        label=strings,
    )
    return _block(
        kind,
        {},
        sources=_few(sources),
        player_url=addresses,
        poster=bare_images,
        title=strings,
        caption=texts,
        description=strings,
        duration=durations,
        tracks=_few(tracks),
        width=pixels,
        height=pixels,
        live=st.booleans(),
        warning=warnings,
    ).map(lambda block: _with_either(block, "sources", "player_url", "/player/1"))


galleries = _block("gallery", {"images": _few(bare_images, least=1)}, title=strings, warning=warnings)
embeds = _block(
    "embed",
    {"provider": st.sampled_from(PROVIDERS)},
    id=st.sampled_from(("dQw4w9WgXcQ", "76979871", "20", "../..", '"><script>')),
    url=links,
    title=strings,
    caption=texts,
    width=pixels,
    height=pixels,
    fallback_text=texts,
    warning=warnings,
).map(lambda block: _with_either(block, "id", "url", "https://embed.example/1"))
leads = images | galleries | _player("video") | _player("audio") | embeds

cells = texts | _object(
    {"text": texts},
    header=st.booleans(),
    align=st.sampled_from(("start", "center", "end")),
    colspan=st.integers(1, 3),
    rowspan=st.just(1),
)
entries: st.SearchStrategy[Any] = st.deferred(
    lambda: texts | _object({"text": texts}, items=_few(entries, most=2), ordered=st.booleans())
)
_reviewed = _object({"name": names}, type=st.sampled_from(("book", "film", "product", "other")), url=addresses)
plain_blocks = st.one_of(
    _block("paragraph", {"text": texts}),
    _block("heading", {"text": texts}, level=st.integers(2, 4)),
    _block("list", {"items": _few(texts | _object({"text": texts}, items=_few(texts)))}, ordered=st.booleans()),
    _block("block_quote", {"text": texts}, attribution=strings, url=addresses),
    _block("pull_quote", {"text": texts}, attribution=strings, url=addresses),
    images,
    galleries,
    _player("video"),
    _player("audio"),
    embeds,
    _block("table", {"rows": _few(_few(cells))}, header_rows=st.integers(0, 3), caption=texts),
    _block("code", {"text": strings}, language=strings),
    _block("divider", {}),
    _block("ad", {}, slot=strings),
    _block("key_points", {"items": _few(texts)}, title=strings),
    _block("related", {"items": _few(related)}, title=strings),
    _block("correction", {"text": texts}, at=times),
    _block("rating", {}, best=st.sampled_from((5, 10, 4.5, 1000)), label=strings, item=_reviewed).flatmap(
        lambda block: st.floats(0, block.get("best", 5)).map(lambda value: block | {"value": value})
    ),
    _block("raw_html", {"html": strings}, amp=strings, title=strings),
)
"""Every block that holds no others."""


def _holders(inner: st.SearchStrategy[Json]) -> st.SearchStrategy[Json]:
    update = _block(
        "update",
        {"id": st.sampled_from(_ANCHORS), "at": times},
        blocks=_few(inner),
        headline=texts,
        bylines=bylines,
        updated_at=times,
        key=st.booleans(),
        pinned=st.booleans(),
    )
    return update | _block("fact_box", {"blocks": _few(inner)}, title=strings, warning=warnings)


blocks = st.recursive(plain_blocks, _holders, max_leaves=6)
"""Every block, nested."""


def _with_its_own(article: Json) -> Json:
    """An article without what only a live blog has, unless it is one."""
    own = article["kind"] == "liveblog"
    return {name: value for name, value in article.items() if own or name != "ended_at"}


articles = _object(
    {
        "version": st.just("1"),
        "kind": st.sampled_from(("story", "liveblog")),
        "id": names,
        "path": st.sampled_from(("/world/asia/harbour-talks", "/ærø/港_1", "/a.b~c/مفاوضات")),
        "headline": worded,
        "language": languages,
        "published_at": times,
        "body": _few(blocks, most=6),
    },
    updated_at=times,
    embargo_until=times,
    expires_at=times,
    timezone=st.sampled_from(_ZONES),
    direction=st.sampled_from(("ltr", "rtl")),
    standfirst=texts,
    kicker=texts,
    dateline=texts,
    seo_headline=strings,
    social_headline=strings,
    description=strings,
    share_image=bare_images,
    genre=st.sampled_from(("news", "opinion", "fact_check")) | strings,
    section=topics,
    tags=_few(topics),
    bylines=bylines,
    key_points=_few(texts),
    lead=leads,
    related=_few(related),
    access=st.sampled_from(("free", "metered", "subscriber")),
    sponsor=_object({"name": names}, url=links, logo=files),
    corrections=_few(_object({"text": texts}, at=times)),
    canonical_url=addresses,
    source=strings,
    amp=st.booleans(),
    ads=st.booleans(),
    comments_url=links,
    alternates=_few(_object({"language": languages, "url": addresses})),
    ended_at=times,
).map(_with_its_own)
"""Stories and live blogs; these have ended or not."""

redirects = _object(
    {"version": st.just("1"), "kind": st.just("redirect"), "id": names, "path": st.just("/a"), "location": links}
)
withdrawals = _object(
    {"version": st.just("1"), "kind": st.just("withdrawn"), "id": names, "path": st.just("/a")},
    language=languages,
    notice=texts,
)
documents = st.one_of(articles, articles, articles, redirects, withdrawals)
"""Documents of every kind."""

junk = st.recursive(
    st.none()
    | st.booleans()
    | st.integers()
    | st.floats()
    | st.text(max_size=8)
    | st.sampled_from(
        (
            "nan",
            "inf",
            "null",
            "true",
            "12",
            "-1",
            "1e999",
            "2027",
            "1795512600",
            10**30,
            "javascript:alert(1)",
            "//evil.example",
            "\ud800",
            "a\udfffb",
            "x" * 20_001,
            "2026-11-24T08:30:00",
            "2026-11-24",
            "P1Y",
            "paragraph",
            "image",
            "video",
            "bold",
        )
    ),
    lambda inner: (
        st.lists(inner, max_size=3)
        | st.dictionaries(st.text(max_size=8) | st.sampled_from(("type", "text", "url")), inner, max_size=3)
    ),
    max_leaves=6,
)
"""Any JSON value, and those that are nearly of use."""


@st.composite
def spoilt_documents(draw: st.DrawFn) -> Json:
    """A sound document in which one to four places have been replaced, removed, misspelt, added to or moved."""
    document = copy.deepcopy(draw(documents))
    for _ in range(draw(st.integers(1, 4))):
        holder, key = draw(st.sampled_from([*places_of(document)] or [(document, "kind")]))
        _spoil(draw, holder, key)
    return document


def places_of(value: Any) -> Iterator[tuple[Any, Any]]:
    """Every place of a JSON value: what holds it, and its key there."""
    keys = value if isinstance(value, dict) else range(len(value)) if isinstance(value, list) else ()
    for key in keys:
        yield value, key
        yield from places_of(value[key])


def _spoil(draw: st.DrawFn, holder: Any, key: Any) -> None:
    match draw(st.sampled_from(("replace", "replace", "wrap", "remove", "misspell", "add"))):
        case "remove":
            del holder[key]
        case "wrap":
            holder[key] = draw(
                st.sampled_from(([holder[key]], {"text": holder[key]}, {"type": "image", "url": holder[key]}))
            )
        case "misspell" if isinstance(holder, dict):
            at = draw(st.integers(0, max(0, len(key) - 1)))
            holder[key[:at] + key[at + 1 :]] = holder.pop(key)
        case "add" if isinstance(holder, dict):
            holder[
                draw(st.sampled_from(("wraning", "text", "type", "embargo", "expires", "x")) | st.text(max_size=5))
            ] = draw(junk)
        case _:
            holder[key] = draw(junk)


_SHOWN = frozenset(
    {
        "text",
        "caption",
        "credit",
        "title",
        "attribution",
        "label",
        "headline",
        "standfirst",
        "kicker",
        "dateline",
        "fallback_text",
        "name",
        "role",
        "source",
        "description",
        "warning",
        "items",
        "key_points",
        "rows",
        "bylines",
    }
)


def stamped(story: Json) -> Json:
    """The same story with a number of its own in every text that says something: each can be told from any other."""
    numbers = iter(range(10_000, 99_999))

    def stamp(value: Any, *, shown: bool) -> Any:
        if isinstance(value, str):
            return f"{value}§{next(numbers)}" if shown and value.strip() else value
        if isinstance(value, list):
            return [stamp(part, shown=shown) for part in value]
        if isinstance(value, dict):
            return {name: stamp(part, shown=name in _SHOWN) for name, part in value.items()}
        return value

    made: Json = stamp(story, shown=False)
    return made
