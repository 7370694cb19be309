"""A problem says where it is, what is wrong and how to mend it; what must not be shown is never shown for want of a field."""

# ruff: noqa: E501 -- a table reads best with a case a line

from __future__ import annotations

import copy
import json
import re
from typing import Any

import pytest
from hypothesis import example, given

from slugline.story.check import check
from slugline.story.decode import Decoded, decode, examine
from slugline.story.document import Article
from slugline.story.problem import Problem, Unsound
from tests import strategies
from tests.samples import BLOCKS, Json, as_json, everything, story
from tests.slugline.story.model import holds

PARAGRAPH: Json = {"type": "paragraph", "text": "It holds."}
_STEP = re.compile(r"\.([A-Za-z_][A-Za-z0-9_-]*)|\[(\d+)\]|\[(\"(?:[^\"\\]|\\.)*\")\]")


def _examined(value: Json) -> Decoded:
    return examine(json.dumps(value).encode())


def _problems(value: Json) -> tuple[Problem, ...]:
    try:
        return _examined(value).problems
    except Unsound as fault:
        return fault.problems


def _at(value: Any, place: str) -> Any:
    """What stands at a JSON path; fails where the path leads nowhere."""
    rest = place.removeprefix("$")
    while rest:
        step = _STEP.match(rest)
        assert step, place
        name, index, quoted = step.groups()
        if not (index == "0" and isinstance(value, dict)):  # one object stands for a list of one
            value = value[int(index)] if index else value[name or json.loads(quoted)]
        rest = rest[step.end() :]
    return value


ONE_PROBLEM: list[tuple[Json, str, str, str, str]] = [
    # metadata or block that is wrong; place, severity, what is told, how it is mended
    ({"hedline": "x"}, "$.hedline", "warning", "is not a field", "remove it"),
    ({"standfrist": "x"}, "$.standfrist", "error", "is not a field", "did you mean `standfirst`?"),
    ({"StandFirst": "x"}, "$.StandFirst", "error", "is not a field", "did you mean `standfirst`?"),
    ({"key-points": []}, "$.key-points", "error", "is not a field", "did you mean `key_points`?"),
    ({"a b": 1}, '$["a b"]', "warning", "is not a field", "remove it"),
    ({"kicker": 12}, "$.kicker", "warning", "is 12", "in quotes"),
    ({"kicker": {"text": "x"}}, "$.kicker", "warning", "is one object", "put it into a list"),
    ({"kicker": {"txt": "x"}}, "$.kicker.txt", "error", "is not a field", "did you mean `text`?"),
    ({"amp": "false"}, "$.amp", "warning", 'is "false"', "without quotes"),
    ({"amp": "No"}, "$.amp", "warning", 'is "No"', "write false"),
    ({"ads": "on"}, "$.ads", "warning", 'is "on"', "write true"),
    ({"ads": "maybe"}, "$.ads", "error", 'is "maybe"', "true or false"),
    ({"amp": 1}, "$.amp", "warning", "is 1", "write true"),
    ({"access": "subscribers"}, "$.access", "error", 'is "subscribers"', 'did you mean "subscriber"?'),
    ({"access": "open"}, "$.access", "error", 'is "open"', "free, metered, subscriber"),
    ({"timezone": "Europe Paris"}, "$.timezone", "error", "is not a time zone", "Europe/Paris"),
    ({"updated_at": "2026-11-24T08:30:00"}, "$.updated_at", "error", "is not a time with an offset", "RFC 3339"),
    ({"updated_at": "24 Nov 2026"}, "$.updated_at", "error", "is not a time with an offset", "RFC 3339"),
    ({"updated_at": 1795512600}, "$.updated_at", "error", "is not a time with an offset", "RFC 3339"),
    ({"canonical_url": "javascript:1"}, "$.canonical_url", "error", "is not an address", "https://"),
    ({"section": {"id": "a"}}, "$.section", "error", "has no `name`", "add `name`"),
    ({"tags": {"id": "a", "name": "A"}}, "$.tags", "warning", "is one object", "put it into a list"),
    ({"tags": "world"}, "$.tags", "error", 'is "world"', "a list"),
    ({"seo_headline": "half \ud800"}, "$.seo_headline", "warning", "half a character", "whole character"),
    ({"alternates": [{"language": "english!", "url": "/"}]}, "$.alternates[0].language", "error", "language tag", "BCP 47"),
    ({"type": "paragraf", "text": "x"}, "$.body[0].type", "error", '"paragraf", which is unknown', 'did you mean "paragraph"?'),
    ({"type": "poll"}, "$.body[0].type", "error", '"poll", which is unknown', "write one of paragraph, heading"),
    ({"type": None, "text": "x"}, "$.body[0]", "error", "has no `type`", "paragraph"),
    ({"type": "paragraph"}, "$.body[0]", "error", "has no `text`", "add `text`"),
    ({"type": "heading", "text": "x", "level": 1}, "$.body[0].level", "error", "1 is not a level", "2, 3 or 4"),
    ({"type": "image", "url": "/a", "width": "640px"}, "$.body[0].width", "error", "size in pixels", "without a unit"),
    ({"type": "image", "url": "/a", "width": "640"}, "$.body[0].width", "warning", 'is "640"', "without quotes"),
    ({"type": "image", "url": "/a", "width": -1}, "$.body[0].width", "error", "-1 is not a size", "1 to 30000"),
    ({"type": "image", "url": "/a", "size": "widest"}, "$.body[0].size", "error", 'is "widest"', 'did you mean "wide"?'),
    ({"type": "image", "url": "/a", "focal_point": {"x": 2, "y": 0}}, "$.body[0].focal_point.x", "error", "a share", "0 (left"),
    ({"type": "video", "title": "x"}, "$.body[0]", "error", "neither `sources` nor `player_url`", "the film's files"),
    ({"type": "video", "player_url": "/p", "poster": {"type": "photo", "url": "/a"}}, "$.body[0].poster.type", "warning", '"photo"', '"image"'),
    ({"type": "video", "player_url": "/p", "duration": 200}, "$.body[0].duration", "error", "200 is not a duration", "PT3M20S"),
    ({"type": "embed", "provider": "x"}, "$.body[0]", "error", "neither `id` nor `url`", "give the provider's id"),
    ({"type": "gallery", "images": []}, "$.body[0].images", "error", "is empty", "put something into it"),
    ({"type": "rating", "value": 6}, "$.body[0]", "error", "above its `best`", "from 0 to best"),
    ({"type": "update", "id": "a b", "at": "2026-11-24T08:30:00Z"}, "$.body[0].id", "error", "cannot be an anchor", "begin with a letter"),
    ({"type": "paragraph", "text": [{"text": "x", "marks": ["blod"]}]}, "$.body[0].text[0].marks[0]", "error", '"blod"', 'did you mean "bold"?'),
    ({"type": "paragraph", "text": [{"txt": "x"}]}, "$.body[0].text[0].txt", "error", "is not a field", "did you mean `text`?"),
    ({"type": "paragraph", "text": [{"text": "x", "href": "data:,"}]}, "$.body[0].text[0].href", "error", "link to", "https://"),
    ({"type": "list", "items": ["x", 3]}, "$.body[0].items[1]", "warning", "is 3", "in quotes"),
    ({"type": "table", "rows": [["x", {"text": "y", "colspan": 0}]]}, "$.body[0].rows[0][1].colspan", "error", "is 0", ">= 1"),
]  # fmt: skip


@pytest.mark.parametrize(("wrong", "place", "severity", "what", "mend"), ONE_PROBLEM, ids=lambda part: str(part)[:40])
def test_a_problem_says_where_what_and_how_to_mend_it(
    wrong: Json, place: str, severity: str, what: str, mend: str
) -> None:
    """Each fault has a problem with its JSON path, what is wrong in the words of the newsroom, and the mend; the rest stays."""
    value = story(wrong, PARAGRAPH) if "type" in wrong else story(PARAGRAPH, **wrong)
    decoded = _examined(value)
    assert isinstance(decoded.document, Article)
    assert decoded.document.body[-1] == _examined(story(PARAGRAPH)).document.body[0]  # type: ignore[union-attr] # it is a story, and has one
    told = next(problem for problem in decoded.problems if problem.place == place)
    assert told.severity == severity
    assert what in told.what
    assert mend in told.mend


@pytest.mark.parametrize(
    ("wrong", "lost"),
    [
        ({"type": "paragraph", "text": [{"text": "x", "marks": ["blod", "bold"]}]}, {"marks": ["bold"]}),
        ({"type": "paragraph", "text": [{"text": "x", "href": "data:,"}]}, {}),
        ({"type": "image", "url": "/a", "width": 0}, {"url": "/a"}),
        ({"type": "list", "items": ["x", ["y"], {"no": "text"}]}, {"items": ["x", ["y"]]}),
        ({"type": "table", "rows": [["x", {}, "z"]]}, {"rows": [["x", "", "z"]]}),
        ({"type": "gallery", "images": [{"url": "//x"}, {"url": "/a"}]}, {"images": [{"url": "/a"}]}),
        ({"type": "gallery", "images": [{"url": "//x"}]}, None),
        ({"type": "fact_box", "blocks": [{"type": "poll"}, PARAGRAPH]}, {"blocks": [PARAGRAPH]}),
    ],
)
def test_only_the_smallest_part_is_lost(wrong: Json, lost: Json | None) -> None:
    """A mark, a link, an optional field, an entry: what cannot be had is left out, and the rest of the block stays."""
    body = as_json(_examined(story(wrong, PARAGRAPH)).document)["body"]
    assert len(body) == 2 - (lost is None)
    if lost is not None:
        kept = body[0]["text"][0] if "text" in body[0] and isinstance(body[0]["text"], list) else body[0]
        assert holds(kept, lost)
        assert "href" not in kept


@pytest.mark.parametrize("field", ["embargo_until", "expires_at"])
@pytest.mark.parametrize(
    "spoil",
    [
        "tomorrow",
        "2027",
        2027,
        1795512600,
        "2027-01-01",
        "2027-01-01T00:00:00",
        "2027-13-01T00:00:00Z",
        "",
        False,
        [],
        {},
        1.5,
        ["2027-01-01T00:00:00Z"],
    ],
)
def test_a_bad_embargo_or_expiry_keeps_the_story_back(field: str, spoil: Any) -> None:
    """A time that keeps a story from being shown is never guessed at and never dropped: the story is refused."""
    for read in (decode, examine):
        with pytest.raises(Unsound) as fault:
            read(json.dumps(story(PARAGRAPH, **{field: spoil})).encode())
        assert fault.value.problems[-1].place == f"$.{field}"


@pytest.mark.parametrize(
    "name",
    [
        "embargo",
        "embargo-until",
        "embargoUntil",
        "Embargo_Until",
        "embargo_untill",
        "emargo_until",
        "embargo until",
        "embargoed_until",
        "expires",
        "expiresAt",
        "expire_at",
        "EXPIRES_AT",
        "expires-at",
        "exprires_at",
    ],
)
def test_a_misspelt_embargo_or_expiry_keeps_the_story_back(name: str) -> None:
    """A field that was meant to keep a story from being shown makes it Unsound, rightly filled or not."""
    for at in ("2027-01-01T00:00:00Z", "soon", None):
        with pytest.raises(Unsound, match="is not a field"):
            decode(json.dumps(story(PARAGRAPH, **{name: at})).encode())


@pytest.mark.parametrize("block", [name for name, fields in BLOCKS.items() if "warning" in fields])
@pytest.mark.parametrize(
    "warning",
    [
        {"warning": ["Graphic"]},
        {"warning": {}},
        {"warning": "x" * 20_001},
        {"warnng": "Graphic"},
        {"Warning": "Graphic"},
    ],
)
def test_a_block_with_a_bad_warning_is_left_out(block: str, warning: Json) -> None:
    """What a notice should have hidden is not shown without one: in the body, in a box, in a gallery, as the lead."""
    spoilt = {name: value for name, value in ({"type": block} | BLOCKS[block]).items() if name != "warning"} | warning
    box = {"type": "fact_box", "blocks": [spoilt, PARAGRAPH]}
    decoded = decode(json.dumps(story(spoilt, box, PARAGRAPH, lead=spoilt)).encode())
    document = decoded.document
    assert isinstance(document, Article)
    assert (len(document.body), document.lead, decoded.skipped) == (2, None, 2)
    assert len(document.body[0].blocks) == 1  # type: ignore[union-attr] # it is a story, and has one
    if block == "image":
        gallery = decode(json.dumps(story({"type": "gallery", "images": [spoilt]}, PARAGRAPH)).encode())
        assert len(gallery.document.body) == 1  # type: ignore[union-attr] # it is a story, and has one


@strategies.examples(150)
@given(strategies.spoilt_documents())
@example(everything() | {"\ud800\n": 1, "": 2, "a.b": 3})
@example(story({"type": "image", "url": "/a", "a b": {"\udc00": "\ud800"}}))
@example(story(kicker={"text": 5}, tags={"id": "a"}))
def test_every_place_leads_to_what_it_names(value: Json) -> None:
    """The place of a problem is a JSON path into the document, and every problem can be printed, on one line."""
    document = copy.deepcopy(value)
    for problem in _problems(value):
        _at(document, problem.place)
        line = str(problem)
        assert line.encode().splitlines() == [line.encode()]
        assert problem.what
        assert problem.mend


def test_logs_quote_no_story() -> None:
    """What is written into logs says where and what, without a word of the story itself; so does the error."""
    value = story(PARAGRAPH, canonical_url="javascript:secret", published_at="secretly")
    with pytest.raises(Unsound) as fault:
        decode(json.dumps(value).encode())
    assert "secret" not in str(fault.value)
    assert any("secret" in str(problem) for problem in fault.value.problems)
    assert not any("secret" in problem.discreet() for problem in fault.value.problems)


@pytest.mark.parametrize("missing", ["version", "kind", "id", "path", "headline", "language", "published_at", "body"])
def test_what_a_page_cannot_be_made_without_is_asked_for(missing: str) -> None:
    """Without one of the eight fields that every story has it is Unsound, and the last problem names the field."""
    value = story(PARAGRAPH)
    del value[missing]
    with pytest.raises(Unsound) as fault:
        decode(json.dumps(value).encode())
    assert f"has no `{missing}`" in str(fault.value.problems[-1])
    assert fault.value.problems[-1].severity == "error"


def _update(number: int, **fields: Any) -> Json:
    """An update of the hour of its number."""
    return {"type": "update", "id": f"u{number}", "at": f"2026-11-24T{number:02d}:00:00Z", "blocks": [], **fields}


LIVE: list[tuple[list[Json], Json, list[tuple[str, str, str]]]] = [
    ([_update(9), _update(8)], {}, []),
    ([_update(9), _update(8)], {"ended_at": "2026-11-24T09:00:00Z"}, []),
    ([_update(9, pinned=True), *(_update(8 - n, pinned=True) for n in range(4))], {}, []),
    ([], {}, [("warning", "$.body", "has no `update`")]),
    ([_update(8), _update(9)], {}, [("warning", "$.body", "not newest first")]),
    ([_update(9), _update(9)], {}, [("error", "$.body", "two updates with the id u9")]),
    ([_update(9 - n, pinned=True) for n in range(6)], {}, [("warning", "$.body", "pins more than 5 updates")]),
    ([_update(9)], {"ended_at": "2026-11-24T08:59:59Z"}, [("warning", "$.ended_at", "is before the last update")]),
]


@pytest.mark.parametrize(("body", "fields", "expected"), LIVE)
def test_advice_on_a_live_blog(body: list[Json], fields: Json, expected: list[tuple[str, str, str]]) -> None:
    """What an editor would want to know of a live blog's updates: their order, their ids, what is pinned, its end."""
    told = check(json.dumps(story(*body, kind="liveblog", **fields)).encode(), {})
    assert [(problem.severity, problem.place) for problem in told] == [place[:2] for place in expected]
    assert all(words in problem.what for problem, (_, _, words) in zip(told, expected, strict=True))


@pytest.mark.parametrize("path", ["/World/a", "/a b", "/amp/a", "/a/amp", "/a.amp", "/a//b"])
@pytest.mark.parametrize("data", [b"{", b'{"version": "1", "kind": "withdrawn", "id": "1", "path": "/a"}'])
def test_a_document_to_which_no_address_leads(path: str, data: bytes) -> None:
    """That is an error of its own, the first that is told, whatever else is wrong with it."""
    first = check(data, {}, path)[0]
    assert (first.severity, first.place) == ("error", "$")
    assert first.what == f"lies at stories{path}.json, to which no address leads"
    assert first.what not in [problem.what for problem in check(data, {}, "/a")]


@pytest.mark.parametrize(
    ("word", "meant"), [("no", False), ("OFF", False), ("false", False), ("0", False), ("yes", True)]
)
def test_a_word_for_no_is_no(word: str, meant: bool) -> None:  # noqa: FBT001 -- it is what is expected
    """A story that is not to be offered as AMP is not, in whichever word that is said."""
    document = _examined(story(PARAGRAPH, amp=word)).document
    assert isinstance(document, Article)
    assert document.amp is meant


def test_what_is_taken_out_of_foreign_markup_is_told() -> None:
    """The block and the field, what no page shows of it, and what to use instead; the log is told no word of it."""
    html = "<p class=x>a</p><x-secret></x-secret><script>x</script>"
    value = story({"type": "raw_html", "html": html, "amp": "<p onclick=x>"}, {"type": "raw_html", "html": "<p>a"})
    told = {problem.place: problem for problem in check(json.dumps(value).encode(), {})}
    assert set(told) == {"$.body[0].html", "$.body[0].amp"}
    assert {problem.severity for problem in told.values()} == {"warning"}
    assert 'holds "<x-secret>, <script>", which no page shows; use an `embed`' in str(told["$.body[0].html"])
    assert "onclick" in str(told["$.body[0].amp"])
    assert "secret" not in told["$.body[0].html"].discreet()


def test_an_advertisement_in_a_box_is_told() -> None:
    """It is not shown there; in the body it is."""
    slot = {"type": "ad", "slot": "a"}
    update = {"type": "update", "id": "u", "at": "2026-11-24T09:00:00Z", "blocks": [PARAGRAPH, slot]}
    problems = check(json.dumps(story(slot, {"type": "fact_box", "blocks": [slot]}, update)).encode(), {})
    assert [problem.place for problem in problems] == ["$.body[1].blocks[0]", "$.body[2].blocks[1]"]


@pytest.mark.parametrize(
    ("block", "place"),
    [
        ({"type": "image", "url": "/a.jpg", "width": 3, "height": 2, "alt": "A", "caption": "<b>x</b>"}, "caption"),
        ({"type": "list", "items": ["x", "<i>y</i>"]}, "items[1]"),
        ({"type": "table", "rows": [["x"], ["<b>y</b>"]]}, "rows[1][0]"),
        ({"type": "pull_quote", "text": "x", "attribution": "A &amp; B"}, "attribution"),
        ({"type": "embed", "provider": "x", "id": "12345", "fallback_text": "<p>x</p>"}, "fallback_text"),
        ({"type": "key_points", "items": ["<b>x</b>"]}, "items[0]"),
    ],
)
def test_markup_is_told_wherever_text_stands(block: Json, place: str) -> None:
    """In captions, items, cells, names and titles as much as in paragraphs; code is what it is."""
    told = check(json.dumps(story(block, {"type": "code", "text": "<b>x</b>"})).encode(), {})
    assert [problem.place for problem in told if "HTML" in problem.what] == [f"$.body[0].{place}"]


def test_a_picture_over_http_is_told() -> None:
    """No page that came by https loads it; the page asks for it over https."""
    block = {"type": "image", "url": "http://a.example/a.jpg", "width": 3, "height": 2, "alt": "A"}
    [told] = check(json.dumps(story(block)).encode(), {})
    assert (told.place, told.mend) == ("$.body[0].url", "write https://")
