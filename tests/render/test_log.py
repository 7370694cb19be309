"""The log: one line a request that says what came of it, counts of what matters, and never a word of a story."""

from __future__ import annotations

import json
from pathlib import Path
from typing import Any

import pytest

from slugline.page.blocks import VIEWS
from slugline.page.composition import Spot
from slugline.page.context import BlockView
from slugline.story.blocks import Paragraph
from tests.render.conftest import Log, Start
from tests.render.newsroom import FolderShelf, Json, Reader, as_bytes, document, redirect, story

CANARY = "Canary"
TEMPLATES = Path(__file__).parents[2] / "templates"


def canary(name: str) -> str:
    """A text that can be told from all others."""
    return f"{CANARY}-{name}"


def full() -> Json:
    """A story that has text wherever the format takes some; most of its fields are unsound besides."""
    image = {"url": "/i.jpg", "alt": canary("alt"), "caption": canary("caption"), "credit": canary("credit")}
    text = [canary("run"), {"text": canary("span"), "marks": [canary("mark")], "href": f"javascript:{CANARY}"}]
    bad: dict[str, Any] = {
        "timezone": canary("zone zone"),
        "direction": canary("direction"),
        "updated_at": canary("time"),
        "access": canary("access"),
        "canonical_url": canary("address"),
        "amp": canary("flag"),
        "share_image": {**image, "width": canary("width")},
        "section": {"name": canary("section")},
        "sponsor": {"name": 7, "url": canary("sponsor")},
        "tags": [{"id": canary("tag")}, canary("tag")],
        "bylines": [{"name": canary("author"), "url": canary("url")}, {"role": canary("role")}],
        "corrections": [{"at": canary("at"), "text": canary("correction")}],
        "alternates": [{"language": canary("language"), "url": canary("alternate")}],
    }
    blocks: list[Json | str] = [
        {"type": "paragraph", "text": text},
        {"type": "paragraph", "text": {"text": canary("object")}},
        {"type": "paragraph"},
        {"type": canary("type"), "text": canary("unknown block")},
        {"type": "heading", "text": canary("heading"), "level": canary("level")},
        {"type": "image", **image, "width": canary("width"), "focal_point": {"x": canary("x")}, "size": canary("size")},
        {
            "type": "embed",
            "provider": canary("provider"),
            "title": canary("title"),
            "fallback_text": canary("fallback"),
        },
        {"type": "embed", "provider": canary("provider"), "url": f"ftp://{CANARY}"},
        {
            "type": "table",
            "rows": [[canary("cell"), {"text": canary("cell"), "colspan": canary("span")}], canary("row")],
        },
        {"type": "rating", "value": 9, "best": 5, "label": canary("label")},
        {"type": "raw_html", "html": f"<b>{CANARY}</b>", "title": canary("title")},
        {
            "type": "update",
            "id": canary("id id"),
            "at": canary("at"),
            "headline": canary("headline"),
            "blocks": [canary("b")],
        },
        {"type": "list", "items": [canary("item"), {"text": canary("item"), "items": canary("items")}]},
        canary("block"),
    ]
    words = (
        "headline",
        "standfirst",
        "kicker",
        "dateline",
        "seo_headline",
        "social_headline",
        "description",
        "genre",
        "source",
    )
    return story("/a", **{name: canary(name) for name in words}, **bad, lead=image, key_points=[text, 7], body=blocks)


FIELDS = {"level", "message", "timestamp", "service"}
"""What Powertools adds."""


def test_a_line_a_request(folder: FolderShelf, start: Start, log: Log) -> None:
    """Each request has one line, with its id, the story's, the format, status, milliseconds and what came of it."""
    folder.put("/a", story("/a", id="S 1é"))
    folder.put("/r", redirect("/r", "/a"))
    reader = Reader(start(folder.setting))
    validator = reader.ask("/a", request_id="r-0").headers["ETag"]
    reader.ask("/a", request_id="r-1")
    reader.ask("/amp/a", method="HEAD", request_id="r-2")
    reader.ask("/a", headers={"If-None-Match": validator}, request_id="r-3")
    Reader(start(folder.setting)).ask("/a", headers={"If-None-Match": validator}, request_id="r-4")
    reader.ask("/r", request_id="r-5")
    reader.ask("/none", request_id="r-6")
    reader.ask("/..", request_id="r-7")
    reader.ask("/a", method="PUT", request_id="r-8")
    told = log.read()
    kept = ("request_id", "story", "format", "status", "outcome")
    assert [tuple(line[name] for name in kept) for line in told.lines] == [
        ("r-0", "S 1é", "html", 200, "render"),
        ("r-1", "S 1é", "html", 200, "hit"),
        ("r-2", "S 1é", "amp", 200, "render"),
        ("r-3", "S 1é", "html", 304, "revalidated"),
        ("r-4", "s 1é", "html", 304, "revalidated"),
        ("r-5", "S-/r", "html", 301, "none"),
        ("r-6", "", "html", 404, "none"),
        ("r-7", "", "", 400, "none"),
        ("r-8", "", "", 405, "none"),
    ]
    for line in told.lines:
        assert line.keys() == {*kept, "milliseconds", *FIELDS}
        assert 0 <= line["milliseconds"] < 60_000
        assert line["service"] == "slugline-render"
    assert told.metrics == {"Renders": 2, "MemoryHits": 1, "Revalidations": 2}


def test_no_word_of_a_story(folder: FolderShelf, start: Start, log: Log) -> None:
    """A story with problems in every field is shown; what was left out is told by place, and quotes nothing."""
    folder.put("/a", full())
    reader = Reader(start(folder.setting))
    for path in ("/a", "/amp/a"):
        assert canary("headline") in reader.ask(path).body
    told = log.read()
    assert CANARY.lower() not in told.text.lower()
    for line in told.lines:
        assert line["skipped"] >= 5
        assert len(line["problems"]) == 20
        assert all(problem.startswith("$.") for problem in line["problems"])
    assert told.metrics["SkippedBlocks"] == sum(line["skipped"] for line in told.lines)


def bad_documents() -> dict[str, Json | bytes]:
    """Documents of which no page can be made, with text at every place."""
    whole = full()
    bad: dict[str, Json | bytes] = {f"bad {name}": {**whole, name: {canary("bad"): canary("value")}} for name in whole}
    bad |= {f"no {name}": {n: v for n, v in whole.items() if n != name} for name in whole}
    data = as_bytes(whole)
    bad |= {f"cut at {cut}": data[: len(data) * cut // 7] for cut in range(1, 7)}
    bad |= {
        "text": CANARY.encode(),
        "constant": f'{{"headline": "{CANARY}", "x": NaN}}'.encode(),
        "number": b'{"headline": ' + b"9" * 5_000 + b"}",
        "late rubbish": data + CANARY.encode(),
        "withdrawn": document("withdrawn", "/a", notice={"text": canary("notice")}, language=canary("language!")),
        "redirect": redirect("/a", f"javascript:{CANARY}"),
    }
    return bad


def test_no_word_of_a_broken_document(folder: FolderShelf, start: Start, log: Log) -> None:
    """Neither is a word told of a document that is broken, however it is broken."""
    function = start(folder.setting)
    reader = Reader(function)
    statuses = set()
    for name, content in bad_documents().items():
        folder.put("/a", content)
        statuses.add(reader.ask("/a").status)
        assert CANARY.lower() not in log.read().text.lower(), name
    assert statuses >= {200, 500}


@pytest.mark.parametrize(
    "written",
    [
        ("blocks/paragraph/html.jinja", "\n\n{{ labels.genres[block.text | string].x }}"),
        ("blocks/paragraph/html.jinja", "\n\n{{ (block.text | string).nothing }}"),
        ("blocks/paragraph/html.jinja", "\n\n{{ {}[block.text | string] + 1 }}"),
        ("blocks/paragraph/html.jinja", "\n\n{{ 'x' | round(block.text | string) }}"),
        ("page/html.jinja", "\n\n{{ labels.genres[page.head.title].x }}"),
        ("page/masthead.jinja", "\n\n{{ labels.genres[page.site.name].x }}{{ 1 // 0 }}"),
    ],
)
def test_a_template_that_fails(
    folder: FolderShelf, start: Start, log: Log, tmp_path: Path, written: tuple[str, str]
) -> None:
    """A theme's fault is told with file, line and kind, without the error's words, which may quote the story.

    A block's costs that block; the frame's is 500, with a bare message where even that needs the frame.
    """
    room, template = written
    theme = tmp_path / "theme"
    (theme / room).parent.mkdir(parents=True)
    (theme / room).write_text(template, "utf-8")
    folder.put("/a", story("/a", headline=canary("headline"), body=[{"type": "paragraph", "text": canary("text")}]))
    answered = Reader(start(folder.setting, SLUGLINE_THEME=str(theme))).ask("/a")
    frame = room.startswith("page/")
    assert answered.status == (500 if frame else 200)
    assert answered.body.startswith("<!doctype html>")
    told = log.read()
    line = told.lines[0]
    fault = line["faults" if frame else "problems"][0]
    assert room in fault
    assert ", line 3: " in fault
    assert fault.endswith("Error")
    assert CANARY not in told.text
    assert line["level"] == "ERROR"
    assert told.metrics == ({"Faults": 1} if frame else {"Renders": 1, "SkippedBlocks": 1, "Faults": 1})


def test_a_block_that_fails(folder: FolderShelf, start: Start, log: Log, monkeypatch: pytest.MonkeyPatch) -> None:
    """A fault in the program that costs a block is told by the block's place, its type and the error's kind alone."""

    def faulty(block: Paragraph, spot: Spot) -> BlockView | None:
        raise LookupError(block.text, spot.place)

    monkeypatch.setitem(VIEWS, Paragraph, faulty)
    folder.put("/a", story("/a", body=[{"type": "paragraph", "text": canary("text")}]))
    assert Reader(start(folder.setting)).ask("/a").status == 200
    told = log.read()
    assert told.lines[0]["problems"] == ["$.body[0] could not be rendered: paragraph: LookupError"]
    assert CANARY not in told.text


def test_a_template_with_a_syntax_error(folder: FolderShelf, start: Start, log: Log, tmp_path: Path) -> None:
    """A template that cannot be compiled is told with file, line and what is wrong there."""
    theme = tmp_path / "theme"
    (theme / "page").mkdir(parents=True)
    (theme / "page" / "article.jinja").write_text("<p>\n<p>\n{% if %}", "utf-8")
    folder.put("/a", story("/a"))
    assert Reader(start(folder.setting, SLUGLINE_THEME=str(theme))).ask("/a").status == 500
    fault = log.read().lines[0]["faults"][0]
    assert f"{theme / 'page' / 'article.jinja'}, line 3: Expected an expression" in fault


class Unforeseen:
    """A storage with a bug."""

    def open(self) -> Unforeseen:
        """One request's use of it: the same."""
        return self

    def read(self, key: str, unless: str | None = None) -> None:
        """Raises what no storage should."""
        raise ArithmeticError(CANARY, key, unless)


def test_what_nobody_foresaw(folder: FolderShelf, start: Start, log: Log, monkeypatch: pytest.MonkeyPatch) -> None:
    """An error that is none of ours is 500, kept by nobody; the log has its kind and place, and no word of its own."""
    function = start(folder.setting)
    monkeypatch.setattr(function.pages, "storage", Unforeseen())
    answered = Reader(function).ask("/a")
    assert (answered.status, answered.headers["Cache-Control"]) == (500, "no-store")
    told = log.read()
    fault = told.lines[0]["faults"][0]
    assert "test_log.py, line " in fault
    assert fault.endswith("ArithmeticError")
    assert CANARY not in told.text
    assert told.metrics == {"Faults": 1}


def test_metrics_are_of_one_shape(folder: FolderShelf, start: Start, log: Log) -> None:
    """The counts are in CloudWatch's embedded format: counted by service alone, so that an alarm can name them."""
    folder.put("/a", full())
    Reader(start(folder.setting)).ask("/a")
    line = next(json.loads(line) for line in log.read().text.splitlines() if "_aws" in line)
    (directive,) = line["_aws"]["CloudWatchMetrics"]
    assert directive["Dimensions"] == [["service"]]
    assert line["service"] == "slugline-render"
    assert {metric["Unit"] for metric in directive["Metrics"]} == {"Count"}
