"""Characters that turn the direction of text: none reaches out of its text, and an editor is told."""

from __future__ import annotations

import json

import pytest
from hypothesis import given
from hypothesis import strategies as st

from slugline.page.text import clean, markup
from slugline.page.theme import Theme
from slugline.story.check import check
from slugline.story.direction import is_settled, settled
from slugline.story.text import Span
from tests import samples

LRE, RLE, PDF, LRO, RLO = "\u202a", "\u202b", "\u202c", "\u202d", "\u202e"
LRI, RLI, FSI, PDI = "\u2066", "\u2067", "\u2068", "\u2069"
SIGNS = f"{LRE}{RLE}{PDF}{LRO}{RLO}{LRI}{RLI}{FSI}{PDI}"


@pytest.mark.parametrize(
    ("text", "told"),
    [
        ("plain", "plain"),
        (f"{RLO}a", f"{RLO}a{PDF}"),
        (f"{RLI}a", f"{RLI}a{PDI}"),
        (f"{RLI}{RLO}a", f"{RLI}{RLO}a{PDF}{PDI}"),
        (f"{RLI}a{PDI} b", f"{RLI}a{PDI} b"),
        (f"{LRE}a{PDF} b", f"{LRE}a{PDF} b"),
        (f"a{PDI}b{PDF}c", "abc"),
        (f"{RLE}{LRI}a{PDF}b{PDI}", f"{RLE}{LRI}ab{PDI}{PDF}"),
        (f"{RLI}{LRE}a{PDI}b", f"{RLI}{LRE}a{PDF}{PDI}b"),
        (f"{RLO}a<br>b", f"{RLO}a{PDF}<br>b"),
        (f"{RLO}a\nb{PDF}", f"{RLO}a{PDF}\nb"),
    ],
)
def test_what_is_open_is_closed(text: str, told: str) -> None:
    """Turns are closed in order at the end of their line; what closes nothing goes; what is sound stays."""
    assert settled(text) == told
    assert is_settled(told)
    assert is_settled(text) is (text == told)


@given(st.text(alphabet=f"{SIGNS}ab\n", max_size=40))
def test_every_line_begins_and_ends_level(text: str) -> None:
    """Whatever the text: each line of what comes out, read by Unicode's rules, opens as much as it closes."""
    for line in settled(text).split("\n"):
        open_ones: list[str] = []
        for sign in line:
            if sign in {LRI, RLI, FSI}:
                open_ones.append(PDI)
            elif sign in {LRE, RLE, LRO, RLO}:
                open_ones.append(PDF)
            elif sign in {PDF, PDI}:
                assert open_ones.pop() == sign
        assert open_ones == []
    letters = str.maketrans("", "", SIGNS)
    assert settled(text).translate(letters) == text.translate(letters), "no letter is lost"


def test_a_turn_may_span_the_runs_of_a_text() -> None:
    """An isolate that is closed in a later run of the same text stays; one in a span with a language ends with it."""
    assert markup((f"{RLI}a", Span(text="b", marks=("bold",)), f"c{PDI}d")) == f"{RLI}a<strong>b</strong>c{PDI}d"
    assert markup((Span(text=f"{RLO}b", language="fr"), "c")) == f'<span lang="fr" dir="ltr">{RLO}b{PDF}</span>c'
    assert markup(f"{RLO}a") == f"{RLO}a{PDF}"
    assert clean(f"{RLO}a") == f"{RLO}a{PDF}"


@pytest.mark.parametrize(
    ("fields", "place", "told"),
    [
        ({"headline": f"{RLO}a{PDF}"}, "$.headline", "U+202E, which reverses"),
        ({"kicker": f"{RLI}a"}, "$.kicker", "U+2067, a turn of direction that is not closed"),
        ({"source": f"a{PDI}"}, "$.source", "U+2069"),
        ({"body": [{"type": "paragraph", "text": ["a", {"text": f"{LRO}b"}]}]}, "$.body[0].text", "U+202D"),
        ({"bylines": [{"name": f"{RLE}a"}]}, "$.bylines[0].name", "U+202B"),
    ],
)
def test_an_editor_is_told(theme: Theme, fields: samples.Json, place: str, told: str) -> None:
    """Each such character is a warning with its place and its code point; a turn that is closed is none."""
    whole = samples.story({"type": "paragraph", "text": f"{RLI}closed{PDI}"}) | fields
    found = [problem for problem in check(json.dumps(whole).encode(), theme.providers) if "direction" in problem.mend]
    assert [(problem.severity, problem.place) for problem in found] == [("warning", place)]
    assert told in found[0].what
