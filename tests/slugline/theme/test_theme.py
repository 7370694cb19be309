"""Themes: from folders and baked, the same pages; a theme's own files take the place of the default's."""

from __future__ import annotations

import os
import shutil
from concurrent.futures import ThreadPoolExecutor
from pathlib import Path
from typing import Any

import msgspec
import pytest
from jinja2 import TemplateSyntaxError
from markupsafe import Markup

from slugline.address import Format
from slugline.errors import Misconfigured
from slugline.page.render import Rendered, render, render_message
from slugline.page.theme import Theme
from slugline.site import Site
from slugline.story.decode import decode
from slugline.story.document import Article
from slugline.theme.baked import SETTINGS, bake, is_baked, load_baked
from slugline.theme.folder import default_folder, folders_of, load_theme
from tests.slugline.theme.folders import SITE, write

BLOCKS: list[dict[str, Any]] = [
    {"type": "paragraph", "text": ["Plain, ", {"text": "bold", "marks": ["bold"]}]},
    {
        "type": "image",
        "url": "/i.jpg",
        "width": 1600,
        "height": 900,
        "alt": "A ferry",
        "caption": "At dusk",
        "warning": "Fog",
    },
    {"type": "table", "rows": [["a", "b"], ["c", "d"]], "header_rows": 1},
    {"type": "embed", "provider": "youtube", "id": "dQw4w9WgXcQ", "title": "The ferry"},
    {"type": "audio", "sources": [{"url": "/a.mp3", "type": "audio/mpeg"}], "title": "The horn"},
    {"type": "rating", "value": 3, "best": 5},
    {"type": "fact_box", "title": "Facts", "blocks": [{"type": "list", "items": ["One", "Two"], "ordered": True}]},
    {"type": "update", "id": "u1", "at": "2026-11-24T09:00:00Z", "headline": "Back", "blocks": [{"type": "divider"}]},
]


def article(language: str = "en", **fields: object) -> Article:
    """A story with many a block."""
    whole = {
        "version": "1",
        "kind": "liveblog",
        "id": "S-1",
        "path": "/world/a",
        "headline": "The ferry",
        "body": BLOCKS,
        "language": language,
        "published_at": "2026-11-24T08:00:00Z",
        "section": {"id": "world", "name": "World"},
    }
    document = decode(msgspec.json.encode(whole | fields)).document
    assert isinstance(document, Article)
    return document


def pages(theme: Theme) -> list[Rendered]:
    """Sample pages: formats, languages, a plain story, a message."""
    formats: tuple[Format, ...] = ("html", "amp")
    stories = (article(), article("ar"), article("xx"), article(body=BLOCKS[:1], section=None))
    made = [render(story, page_format, theme) for story in stories for page_format in formats]
    assert not any(page.losses for page in made)
    return [*made, render_message(theme, "Gone", Markup("It is <b>gone</b>."), "ja")]


OVERRIDES = {
    "site.toml": SITE,
    "blocks/paragraph/html.jinja": "<p data-herald>{{ block.text }}</p>",
    "blocks/image/style.css": "p { /* ours */ color: red ; }\n\n.x > p { margin: 0 }",
    "labels/xx.toml": 'by = "ex"\n',
    "locales/xx.toml": 'time = "{hour}h{minute}"\n',
}


@pytest.fixture
def own(tmp_path: Path) -> Path:
    """A theme that overrides some files."""
    return write(tmp_path / "own", OVERRIDES)


def test_a_baked_theme_makes_the_same_pages(theme: Theme, own: Path, tmp_path: Path) -> None:
    """A theme renders the same bytes baked as from its folders, and has the same build: alone or over the default."""
    for number, folders in enumerate(((default_folder(),), (own, default_folder()))):
        target = tmp_path / f"baked{number}"
        source = load_theme(folders)
        assert not is_baked(target)
        bake(source, target)
        assert is_baked(target)
        baked = load_baked(target)
        assert pages(baked) == pages(source)
        assert baked.build == source.build
        assert (pages(source) == pages(theme)) is (number == 0)


def test_a_baked_theme_needs_nothing_else(theme: Theme, tmp_path: Path) -> None:
    """A baked theme is whole in its folder, wherever that is moved; baking again over it is the same."""
    bake(theme, tmp_path / "a")
    bake(theme, tmp_path / "a")
    shutil.move(tmp_path / "a", tmp_path / "b")
    assert pages(load_baked(tmp_path / "b")) == pages(theme)


def test_templates_are_loaded_one_at_a_time(theme: Theme, tmp_path: Path) -> None:
    """However many threads ask at once: while one imports what another forgets, Jinja's own loader may fail."""
    bake(theme, tmp_path)
    log = tmp_path / "log"
    note = f"with open({str(log)!r}, 'a') as log: log.write('in '); log.flush(); time.sleep(0.03); log.write('out ')"
    for module in (tmp_path / "templates").glob("*.py"):
        module.write_text(f"{module.read_text()}\nimport time\n{note}\n")
    names = ["page/html.jinja", "page/amp.jinja", "page/masthead.jinja", "page/footer.jinja"]
    with ThreadPoolExecutor(4) as threads:
        found = [*threads.map(load_baked(tmp_path).environment.get_template, names)]
    assert [template.name for template in found] == names
    assert log.read_text().split() == ["in", "out"] * 4


def test_a_theme_overrides_file_by_file(own: Path, theme: Theme) -> None:
    """A file of the theme takes the place of the default's of that name, and of no other."""
    mine = load_theme(folders_of(own))
    html = render(article(body=BLOCKS[:2]), "html", mine).html
    assert "<p data-herald>Plain, <strong>bold</strong></p>" in html
    assert "The Herald" in html
    assert "https://herald.example/world/a" in html
    assert "p{color:red}.x>p{margin:0}" in html
    assert mine.styles["table"] == theme.styles["table"]
    assert "<p data-herald>" not in render(article(body=BLOCKS[:2]), "html", theme).html


def test_templates_escape(own: Path) -> None:
    """What a template writes is escaped without its doing, in the default theme and in a theme's own."""
    write(own, {"blocks/rating/html.jinja": "<p>{{ block.label }}</p>"})
    hostile = "\"'><script>"
    blocks = [{**BLOCKS[1], "alt": hostile}, {"type": "rating", "value": 1, "best": 2, "label": hostile}]
    html = render(article(body=blocks), "html", load_theme(folders_of(own))).html
    assert html.count("&gt;&lt;script&gt;") == 2
    assert "><script>" not in html


def test_words_fall_back(own: Path) -> None:
    """A language has its own words and else the English ones; a tag falls back to a broader one, then to the site's."""
    mine = load_theme(folders_of(own))
    english, arabic, partial = mine.labels["en"], mine.labels["ar"], mine.labels_for("xx-Latn-DE")
    assert (partial.by, partial.skip) == ("ex", english.skip)
    assert mine.locale_for("xx-Latn-DE").time == "{hour}h{minute}"
    assert mine.locale_for("xx-Latn-DE").months == mine.locales["en"].months
    assert mine.labels_for("ar-EG") is arabic
    assert mine.labels_for("zz") is arabic, "the site's language"
    assert load_theme(folders_of(None)).labels_for("zz").skip == english.skip


@pytest.mark.parametrize(
    "name", ["site.toml", "labels/ar.toml", "page/base.css", "blocks/table/html.jinja", "blocks/new/amp.jinja"]
)
def test_the_build_follows_from_every_file(tmp_path: Path, name: str) -> None:
    """Any file of a theme that has a part in pages changes the build, when it changes, comes or goes; no other does."""
    copy = shutil.copytree(default_folder(), tmp_path / "copy")
    before = load_theme((copy,)).build
    assert load_theme((copy,)).build == before
    write(copy, {"README.md": "x", "page/.base.css.swp": "x"})
    os.utime(copy / "site.toml", (0, 0))
    assert load_theme((copy,)).build == before
    content = (copy / name).read_text("utf-8") if (copy / name).exists() else ""
    write(copy, {name: content + "\n"})
    changed = load_theme((copy,)).build
    assert changed != before


def test_another_base_address(theme: Theme, tmp_path: Path) -> None:
    """The base address can be told from outside: to folders and to a baked theme alike."""
    bake(theme, tmp_path)
    for told in (load_theme(folders_of(None), "http://127.0.0.1:8000"), load_baked(tmp_path, "http://127.0.0.1:8000")):
        html = render(article(), "html", told).html
        assert 'href="http://127.0.0.1:8000/world/a"' in html
        assert theme.site.base_url not in html
    assert load_baked(tmp_path).site == theme.site


@pytest.mark.parametrize("content", [b"", b"\xc1", msgspec.msgpack.encode({"site": {}}), b"x" * 100])
def test_a_spoilt_baked_theme(theme: Theme, tmp_path: Path, content: bytes) -> None:
    """A baked theme that is spoilt, or of another version, is refused; the message names the file and the mend."""
    bake(theme, tmp_path)
    (tmp_path / SETTINGS).write_bytes(content)
    with pytest.raises(Misconfigured, match=r"theme\.msgpack: .*bake the theme again"):
        load_baked(tmp_path)


def test_a_template_that_cannot_be_baked(tmp_path: Path) -> None:
    """A wrong template stops the baking, with its file and line."""
    own = write(tmp_path / "own", {"blocks/divider/html.jinja": "<hr>\n{% endif %}"})
    with pytest.raises(TemplateSyntaxError) as error:
        bake(load_theme(folders_of(own)), tmp_path / "baked")
    assert (error.value.filename, error.value.lineno) == (str(own / "blocks/divider/html.jinja"), 2)


@pytest.mark.parametrize("lacks", ["site.toml", "labels/en.toml"])
def test_a_theme_that_lacks_what_it_needs(tmp_path: Path, lacks: str) -> None:
    """Without settings, or without English, there is no theme."""
    copy = shutil.copytree(default_folder(), tmp_path / "copy")
    (copy / lacks).unlink()
    with pytest.raises(Misconfigured, match=f"the theme has no {lacks}"):
        load_theme((copy,))


def test_there_is_no_such_folder(tmp_path: Path) -> None:
    """A theme's folder that is none is named, with the variable that names it; a file is none."""
    for path in (tmp_path / "none", write(tmp_path, {"file": ""}) / "file"):
        with pytest.raises(Misconfigured, match=f"SLUGLINE_THEME: there is no folder {path}"):
            folders_of(path)


def test_the_default_theme_is_sound(theme: Theme) -> None:
    """The sample publisher's settings are read; every language's words are whole."""
    assert isinstance(theme.site, Site)
    assert {"en", "ar"} <= set(theme.labels)
    assert all(len(locale.months) == 12 for locale in theme.locales.values())


@pytest.mark.parametrize("ends", ["2026-11-01", "2026-11-01T00:00:00", "08:00:00", '"soon"', "3"])
def test_amp_that_ends_at_no_time(ends: str, tmp_path: Path) -> None:
    """A day without a time, a time without an offset: told by file and field, with what to write."""
    written = write(tmp_path / "own", {"site.toml": f'{SITE}amp = "off for new stories"\namp_ends = {ends}\n'})
    with pytest.raises(Misconfigured, match=r"site\.toml: \$\.amp_ends .*write RFC 3339 with an offset"):
        load_theme(folders_of(written))


def test_a_baked_theme_reads_a_language_when_it_is_asked_for(theme: Theme, tmp_path: Path) -> None:
    """Of a language that no page needs, not a word is decoded; a broken one fails its own pages alone."""
    bake(theme, tmp_path)
    settings = tmp_path / SETTINGS
    data = settings.read_bytes()
    word = theme.labels["yo"].skip.encode()
    assert data.count(word) == 1
    settings.write_bytes(data.replace(word, b"\xff" * len(word)))
    baked = load_baked(tmp_path)
    assert baked.labels_for("en").skip == theme.labels["en"].skip
    assert baked.locale_for("fr-CA") == theme.locale_for("fr-CA")
    assert (sorted(baked.labels), sorted(baked.locales)) == (sorted(theme.labels), sorted(theme.locales))
    assert len(baked.locales) > len(baked.labels)
    with pytest.raises(UnicodeDecodeError):
        baked.labels_for("yo")


def test_a_themes_own_way_of_writing_times(tmp_path: Path) -> None:
    """What a theme's file of `locales/` names holds in every region of its language; regions it adds hold there."""
    write(
        tmp_path,
        {"locales/en.toml": 'date = "{day}/{month_number}"\n[[regions]]\nof = ["en-GB", "en-XX"]\ntime = "{hour}h"\n'},
    )
    mine, default = load_theme(folders_of(tmp_path)), load_theme(folders_of(None))
    assert {mine.locales[tag].date for tag in mine.locales if tag.startswith("en")} == {"{day}/{month_number}"}
    assert (mine.locales["en-GB"].time, mine.locales["en-XX"].time) == ("{hour}h", "{hour}h")
    assert mine.locales["en-US" if "en-US" in mine.locales else "en"].time == default.locales["en"].time
    assert mine.locales["fr"] == default.locales["fr"]
