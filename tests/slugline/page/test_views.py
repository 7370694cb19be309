"""What is decided of tables, players, ratings and bylines before a template sees them."""

from __future__ import annotations

from typing import Any

import msgspec
import pytest

from slugline.page.blocks import VIEWS
from slugline.page.bylines import byline_view
from slugline.page.composition import Composition, Spot
from slugline.page.context import EmbedView, RatingView, TableView, VideoView
from slugline.page.theme import Theme
from slugline.story.blocks import AnyBlock
from slugline.story.decode import decode
from slugline.story.document import Article
from slugline.story.forms import form_of
from tests.samples import Json, story


def _article(value: Json) -> Article:
    decoded = decode(msgspec.json.encode(value))
    assert isinstance(decoded.document, Article)
    assert decoded.problems == ()
    return decoded.document


def _view(theme: Theme, block: Json) -> Any:
    article = _article(story(block))
    page = Composition(article, "html", theme, VIEWS)
    return VIEWS[type(article.body[0])](article.body[0], Spot(page, "$.body[0]"))


def test_every_block_has_a_view() -> None:
    """No block of the format is without a function that decides what its template is given."""
    assert set(VIEWS) == set(form_of(AnyBlock).choices)


FIGURES = [
    "12",
    "12,400",
    "1.234.567,89",
    "−3.5",
    "+4 %",
    "€ 3.50",
    "3,50 €",
    "£2m",
    "12 km",
    "１２",
    "١٢٬٣٤٥",
    "10–12",
    "1/2",
    "12:30",
    "~5",
    " 7 ",
]
WORDS = ["", "Sarn", "Covid-19", "7th place", "24 November", "-", "n/a", "12 boats", "A1", "%"]


@pytest.mark.parametrize(
    ("text", "align"), [*((figure, "end") for figure in FIGURES), *((word, None) for word in WORDS)]
)
def test_figures_stand_at_the_end(theme: Theme, text: str, align: str | None) -> None:
    """A cell that is a number, in any script, with sign and unit, is aligned at the end; a word is not."""
    view = _view(theme, {"type": "table", "rows": [["Name", text]]})
    assert isinstance(view, TableView)
    assert view.body[0][1].align == align


def _cells(rows: Any) -> list[list[tuple[Any, ...]]]:
    return [
        [(str(cell.text), cell.header, cell.scope, cell.align, cell.colspan, cell.rowspan) for cell in r] for r in rows
    ]


def test_the_cells_of_a_table(theme: Theme) -> None:
    """The first rows head the columns, a header below them its row; what a cell says of itself holds."""
    rows = [
        ["Port", {"text": "2026", "align": "center"}, ""],
        [
            {"text": "Sarn", "header": True, "align": "end"},
            {"text": ["1 ", {"text": "2", "marks": ["bold"]}], "colspan": 2},
        ],
        [],
    ]
    view = _view(theme, {"type": "table", "rows": rows, "header_rows": 1, "caption": " "})
    assert isinstance(view, TableView)
    assert view.caption is None
    # An empty head would be announced for every cell below it, so it is none.
    assert _cells(view.head) == [
        [("Port", True, "col", None, 1, 1), ("2026", True, "col", "center", 1, 1), ("", False, None, None, 1, 1)]
    ]
    assert _cells(view.body) == [
        [("Sarn", True, "row", "end", 1, 1), ("1 <strong>2</strong>", False, None, "end", 2, 1)]
    ]


@pytest.mark.parametrize(
    ("rows", "header_rows", "head", "body"),
    [
        ([["a"], ["b"]], 9, [[("a", 1, 1)]], [[("b", 1, 1)]]),
        ([["a", "b", "c"], ["d"]], 0, [], [[("a", 1, 1), ("b", 1, 1), ("c", 1, 1)], [("d", 1, 1), ("", 2, 1)]]),
        ([["a"], ["b", "c"]], 1, [[("a", 1, 1), ("", 1, 1)]], [[("b", 1, 1), ("c", 1, 1)]]),
        (
            [[{"text": "a", "rowspan": 9}, "b"], ["c"], ["d", "e"]],
            0,
            [],
            [[("a", 1, 3), ("b", 1, 1), ("", 1, 1)], [("c", 1, 1), ("", 1, 1)], [("d", 1, 1), ("e", 1, 1)]],
        ),
    ],
)
def test_a_table_is_square(theme: Theme, rows: Any, header_rows: int, head: Any, body: Any) -> None:
    """Whatever its document says, its rows are of one width, no cell spans out of its part, and one row is no head."""
    view = _view(theme, {"type": "table", "rows": rows, "header_rows": header_rows})
    assert isinstance(view, TableView)
    assert [[(cell[0], *cell[4:]) for cell in row] for row in _cells(view.head)] == head
    assert [[(cell[0], *cell[4:]) for cell in row] for row in _cells(view.body)] == body


def test_a_table_of_nothing_is_none(theme: Theme) -> None:
    """Rows without cells show nothing."""
    assert _view(theme, {"type": "table", "rows": [[], []], "caption": "x"}) is None


@pytest.mark.parametrize(
    ("value", "best", "text", "steps"),
    [
        (3.5, 5, "3.5 out of 5", "full full full half empty"),
        (0, 5, "0 out of 5", "empty empty empty empty empty"),
        (5, 5, "5 out of 5", "full full full full full"),
        (3.25, 4, "3.25 out of 4", "full full full empty"),
        (87, 100, "87 out of 100", ""),
        (2, 4.5, "2 out of 4.5", ""),
        (0.5, 1, "0.5 out of 1", "half"),
    ],
)
def test_a_rating_in_words_and_signs(theme: Theme, value: float, best: float, text: str, steps: str) -> None:
    """The words are exact; the signs are rounded to halves, and there are none where they could not be counted."""
    view = _view(theme, {"type": "rating", "value": value, "best": best})
    assert isinstance(view, RatingView)
    assert (view.text, " ".join(view.steps)) == (text, steps)


@pytest.mark.parametrize(
    ("fields", "size", "ratio"),
    [
        ({}, (16, 9), "56.25%"),
        ({"width": 640, "height": 480}, (640, 480), "75%"),
        ({"width": 640}, (16, 9), "56.25%"),
        ({"sources": [{"url": "https://a.example/a.mp4", "width": 1280, "height": 854}]}, (1280, 854), "66.7188%"),
        ({"poster": {"url": "/p.jpg", "width": 300, "height": 400}}, (300, 400), "133.3333%"),
        ({"width": 30_000, "height": 1}, (30_000, 1), "0.0033%"),
    ],
)
def test_the_size_of_a_player(theme: Theme, fields: Json, size: tuple[int, int], ratio: str) -> None:
    """Its own size, its file's, its poster's, or 16:9; the ratio as a sizer of AMP states it."""
    view = _view(theme, {"type": "video", "sources": [{"url": "https://a.example/a.mp4"}]} | fields)
    assert isinstance(view, VideoView)
    assert ((view.width, view.height), view.ratio) == (size, ratio)


@pytest.mark.parametrize(
    ("embed", "label", "url", "contacts"),
    [
        (
            {"provider": "youtube", "id": "dQw4w9WgXcQ"},
            "YouTube",
            "https://www.youtube.com/watch?v=dQw4w9WgXcQ",
            "youtube-nocookie.com",
        ),
        ({"provider": "YouTube", "url": "https://youtu.be/x"}, "youtu.be", "https://youtu.be/x", "youtu.be"),
        ({"provider": "youtube", "id": "../../evil", "title": "A film"}, "YouTube", None, None),
        (
            {"provider": "flourish", "id": "123456"},
            "Flourish",
            "https://flo.uri.sh/visualisation/123456/embed",
            "flo.uri.sh",
        ),
        (
            {"provider": "unheard", "url": "https://www.unheard.example/1"},
            "unheard.example",
            "https://www.unheard.example/1",
            "unheard.example",
        ),
        ({"provider": "unheard", "id": "1", "fallback_text": "Its words"}, "unheard", None, None),
        (
            {"provider": "iframe", "url": "https://[2001:db8::1]:8080/1"},
            "2001:db8::1",
            "https://[2001:db8::1]:8080/1",
            "2001:db8::1",
        ),
    ],
)
def test_an_embed_is_a_card(
    theme: Theme, embed: Json, label: str | None, url: str | None, contacts: str | None
) -> None:
    """It names the provider, leads to its page, and says who is contacted; an id of the wrong form leads nowhere."""
    view = _view(theme, {"type": "embed"} | embed)
    assert isinstance(view, EmbedView)
    assert label in {view.label, None}
    assert (view.url or "").startswith(url or "")
    assert bool(view.url) == bool(url) == bool(view.action) == bool(view.contacts)
    assert contacts is None or contacts in str(view.contacts)


@pytest.mark.parametrize("embed", [{"provider": "youtube", "id": "wrong"}, {"provider": "unheard", "id": "1"}])
def test_an_embed_of_which_nothing_is_known(theme: Theme, embed: Json) -> None:
    """It leaves no empty box: neither an address nor a word of it is there to show."""
    assert _view(theme, {"type": "embed"} | embed) is None


@pytest.mark.parametrize(
    ("bylines", "names", "sentence"),
    [
        ([{"name": "A\x00", "role": " in Sarn ", "url": "/ø", "image": "/a b.jpg".replace(" ", "")}], ["A"], None),
        ("By A and B", [], "By A and B"),
        (["By ", {"text": "A", "href": "/a"}], [], 'By <a href="/a">A</a>'),
    ],
)
def test_who_made_a_story(bylines: Any, names: list[str], sentence: str | None) -> None:
    """Authors with role and page, or the sentence that the CMS has."""
    view = byline_view(_article(story(bylines=bylines)).bylines)
    assert view is not None
    assert ([author.name for author in view.authors], view.sentence) == (names, sentence)
    if names:
        assert (view.authors[0].role, view.authors[0].url, view.authors[0].image) == ("in Sarn", "/%C3%B8", "/ab.jpg")


@pytest.mark.parametrize("bylines", [None, [], "", " ", [""], [{"text": "\n"}]])
def test_nobody_made_it(bylines: Any) -> None:
    """Without authors and without a sentence there is no byline."""
    assert byline_view(_article(story(bylines=bylines)).bylines) is None
