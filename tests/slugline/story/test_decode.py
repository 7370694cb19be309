"""Every document of the format decodes whole, at either speed; any other loses what is unsound, and no more."""

from __future__ import annotations

import json
from collections.abc import Iterator
from typing import Any

import msgspec
import pytest
from hypothesis import example, given

from slugline.story.blocks import AnyBlock
from slugline.story.decode import _DECODER, Decoded, decode, examine
from slugline.story.document import AnyDocument, Article
from slugline.story.forms import fields_of, form_of, tag_of
from slugline.story.problem import Unsound
from tests import samples, strategies
from tests.samples import BLOCKS, METADATA, Json, as_json, everything, story
from tests.samples import samples as all_samples
from tests.slugline.story.model import holds, structs_of

DOCUMENTS: dict[str, Json] = {
    "story": everything(),
    "liveblog": everything("liveblog"),
    "redirect": {"version": "1", "kind": "redirect", "id": "r", "path": "/a", "location": "/b"},
    "withdrawn": {"version": "1", "kind": "withdrawn", "id": "w", "path": "/a", "language": "fr", "notice": ["Gone"]},
}


def _bytes(value: Any) -> bytes:
    return json.dumps(value).encode()


def _dicts(value: Any) -> Iterator[Json]:
    if isinstance(value, dict):
        yield value
    for part in value.values() if isinstance(value, dict) else value if isinstance(value, list) else ():
        yield from _dicts(part)


@pytest.mark.parametrize("kind", DOCUMENTS)
def test_every_field_of_every_kind_is_kept(kind: str) -> None:
    """A document with every field decodes in one pass, and what is stored again is what was stored."""
    decoded = decode(_bytes(DOCUMENTS[kind]))
    assert decoded == Decoded(_DECODER.decode(_bytes(DOCUMENTS[kind])))  # not a problem, nothing skipped
    assert holds(as_json(decoded.document), DOCUMENTS[kind])


def test_nothing_of_the_model_is_left_out() -> None:
    """The documents of these tests have every field and every block of the model: a new one must be added to them."""
    tags = {tag[1] for block in form_of(AnyBlock).choices if (tag := tag_of(block))}
    assert tags == set(BLOCKS)
    assert {name for name, field in fields_of(Article).items() if not field.required} == set(METADATA)
    shapes = [frozenset(found) for document in DOCUMENTS.values() for found in _dicts(document)]
    for struct in structs_of(form_of(AnyDocument), set()):
        names = frozenset(fields_of(struct))
        assert any(names <= shape for shape in shapes), f"no {struct.__name__} with all of {sorted(names)}"


@pytest.mark.parametrize("place", ["story", *BLOCKS])
def test_null_is_as_good_as_absent(place: str) -> None:
    """Any field that may be left out may be null instead: nothing is told, and the document is the same."""
    bare = story({"type": place, **BLOCKS[place]}) if place in BLOCKS else story(**METADATA)
    holder: Any = bare["body"][0] if place in BLOCKS else bare
    spared = 0
    for name in [*holder]:
        value = holder.pop(name)
        try:
            absent = decode(_bytes(bare))
        except Unsound:
            absent = None  # nothing is left without it
        holder[name] = None
        if absent and not absent.problems:
            null = decode(_bytes(bare))
            assert (as_json(null.document), null.problems) == (as_json(absent.document), ()), name
            spared += 1
        holder[name] = value
    assert spared or place in {"paragraph", "divider"}


@strategies.examples(100)
@given(strategies.documents)
@example(everything())
def test_the_two_speeds_agree(value: Json) -> None:
    """A sound document is the same by either speed, and neither finds a problem in it."""
    data = _bytes(value)
    fast, slow = _DECODER.decode(data), examine(data)
    assert (slow.problems, slow.skipped) == ((), 0)
    assert as_json(slow.document) == as_json(fast)
    assert decode(data).problems == ()


@strategies.examples(150)
@given(strategies.spoilt_documents())
@example(story({"type": "rating", "value": "nan"}))
@example(story({"type": "image", "url": "/a.jpg", "focal_point": {"x": "inf", "y": "nan"}}))
@example(story(embargo_until="2027"))
def test_nothing_unsound_is_kept(value: Json) -> None:
    """Whatever is wrong, a document is refused as Unsound, or what is kept of it is sound and is stored as it is."""
    try:
        decoded = decode(_bytes(value))
    except Unsound:
        return
    stored = as_json(decoded.document)
    again = decode(_bytes(stored))
    assert again == Decoded(again.document)
    assert as_json(again.document) == stored


@strategies.examples(150)
@given(strategies.spoilt_documents())
@example(story({"type": "image", "url": "/a.jpg", "wraning": "Shows a body"}))
@example(story({"type": "video", "player_url": "/p", "poster": {"type": "video", "url": "/a.jpg"}}))
def test_the_first_speed_passes_nothing_over(value: Json) -> None:
    """What the fast decoder takes the examiner keeps; where the examiner has nothing to tell, the decoder takes it."""
    data = _bytes(value)
    try:
        slow: Decoded | None = examine(data)
    except Unsound:
        slow = None
    try:
        decoded: Decoded | None = decode(data)
    except Unsound:
        decoded = None
    assert (decoded and as_json(decoded.document)) == (slow and as_json(slow.document))
    if slow and not slow.problems and b"null" not in data:
        assert _DECODER.decode(data)


@pytest.mark.parametrize("sample", all_samples(), ids=lambda sample: sample.path)
def test_samples_are_sound(sample: samples.Sample) -> None:
    """No sample has a problem, not even a warning, but the one that is broken on purpose; that one has a page still."""
    decoded = examine(sample.data)
    if sample.path == samples.BROKEN:
        assert len(decoded.problems) > 3
        assert isinstance(decoded.document, Article)
        return
    assert [str(problem) for problem in decoded.problems] == []
    assert decode(sample.data) == Decoded(decoded.document)


def test_there_are_samples() -> None:
    """The tests over all samples are over some."""
    assert len(all_samples()) >= samples.LEAST


@pytest.mark.parametrize("language", ["en-gb", "EN_GB", "zh-hant-TW"])
def test_a_language_may_be_in_any_case(language: str) -> None:
    """Language tags are taken in any case, and with an underscore."""
    assert decode(_bytes(story(language=language))).problems == ()


def test_bylines_are_authors_or_a_sentence() -> None:
    """A list of names is authors; text in either form is a sentence, as it is stored."""
    for given_as, authors, sentence in (
        ([{"name": "A"}, {"name": "B"}], 2, ""),
        ("A in Paris and B in Rome", 0, "A in Paris and B in Rome"),
        (["A and ", {"text": "B", "href": "/b"}], 0, ("A and ", {"text": "B", "href": "/b"})),
        ([], 0, ""),
    ):
        document = decode(_bytes(story(bylines=given_as))).document
        assert isinstance(document, Article)
        assert document.bylines is not None
        assert len(document.bylines.authors) == authors
        assert msgspec.to_builtins(document.bylines.sentence) == sentence
