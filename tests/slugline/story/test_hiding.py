"""A document that was meant to hide its story hides it, whatever slip is in it."""

import json

import pytest

from slugline.story.decode import decode
from slugline.story.document import Article
from slugline.story.problem import Unsound
from tests.samples import story


@pytest.mark.parametrize(
    "document",
    [
        {"version": "1", "kind": "withdrawn", "id": "1"},
        {"version": "1", "kind": "Withdrawn", "id": "1", "path": "/a"},
        {"kind": "withdrawn", "path": "/a"},
        story(embargo_until="tomorrow"),
        story(embargoed="2099-01-01T00:00:00Z"),
        story(expires_at="2026-11-24 now"),
        story(**{f"x{number}": 1 for number in range(600)}, embargo_untill="2099-01-01T00:00:00Z"),
    ],
)
def test_a_slip_in_a_takedown_hides(document: dict[str, object]) -> None:
    """No earlier version may stand in for it."""
    with pytest.raises(Unsound) as fault:
        decode(json.dumps(document).encode())
    assert fault.value.hides


def test_another_fault_does_not_hide() -> None:
    """A story that lacks its headline is a fault, for which the last good version stands in."""
    document = story()
    del document["headline"]
    with pytest.raises(Unsound) as fault:
        decode(json.dumps(document).encode())
    assert not fault.value.hides


def test_a_body_of_which_nothing_is_sound_takes_no_page_down() -> None:
    """What is around it is shown."""
    decoded = decode(json.dumps(story({"type": "pragraph", "text": "x"})).encode())
    assert (decoded.document.id, decoded.skipped) == (story()["id"], 1)


@pytest.mark.parametrize("holder", ["gallery", "fact_box"])
@pytest.mark.parametrize("field", ["warning", "warnng", "Warning", "content_warning"])
def test_a_slip_in_a_notice_hides_what_it_is_over(holder: str, field: str) -> None:
    """Pictures together, or a box of blocks, are left out whole where their notice cannot be read or is misspelt."""
    inner = {"images": [{"url": "/a.jpg"}]} if holder == "gallery" else {"blocks": [{"type": "divider"}]}
    spoilt = {"type": holder, field: ["Blood"], **inner}
    decoded = decode(json.dumps(story({"type": "paragraph", "text": "x"}, spoilt)).encode())
    assert isinstance(decoded.document, Article)
    assert (len(decoded.document.body), decoded.skipped) == (1, 1)
    assert f"$.body[1].{field}" in [problem.place for problem in decoded.problems]


@pytest.mark.parametrize("sponsor", ["Acme", {"title": "Acme"}, {}])
def test_a_paid_story_is_never_shown_unlabelled(sponsor: object) -> None:
    """A sponsor that cannot be read spoils the document: dropping it would pass an advertisement off as news."""
    with pytest.raises(Unsound):
        decode(json.dumps(story(sponsor=sponsor)).encode())
