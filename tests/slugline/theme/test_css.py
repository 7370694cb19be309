"""Stylesheets: made small without a change of meaning, and refused where they would swallow what follows."""

from pathlib import Path

import pytest

from slugline.errors import Misconfigured
from slugline.theme.css import tight, tokens
from slugline.theme.folder import default_folder, folders_of, load_theme


@pytest.mark.parametrize(
    ("css", "small"),
    [
        ('a::before { content: "a  b; }" ; }', 'a::before{content:"a  b; }"}'),
        ("q { quotes: '/* no */' '\\'  ' }", "q{quotes:'/* no */' '\\'  '}"),
        (".x { background: url( a  b;c.png ) , url( 'a  b' ) }", ".x{background:url( a  b;c.png ),url('a  b')}"),
        ("a :hover , a > b + c ~ d :is( .x ) [ y ] { }", "a :hover,a>b + c ~ d :is(.x) [y]{}"),
        ("a { width: calc( ( 1px + 2px ) * 3 ) }", "a{width:calc((1px + 2px) * 3)}"),
        ("@media screen and (min-width: 48rem) { a { b: c; } }", "@media screen and (min-width:48rem){a{b:c}}"),
        (".a/* x */.b/* y */ .c { --empty:; }", ".a.b .c{--empty:}"),
        ("a/**/b { c: d }", "a/**/b{c:d}"),
        (".a\\:b .c\\31 0 d { e: f }", ".a\\:b .c\\31 0 d{e:f}"),
        ("/* only */\n", ""),
        ("a{b:c!important}", "a{b:c!important}"),
    ],
)
def test_what_is_made_small_means_the_same(css: str, small: str) -> None:
    """Strings, addresses, escapes, spaces that say something stay; comments and other spaces go; twice is once."""
    assert tight(css) == small
    assert tight(small) == small


@pytest.mark.parametrize("file", sorted(default_folder().rglob("*.css")), ids=lambda file: f"{file.parent.name}")
def test_the_default_styles_keep_their_tokens(file: Path) -> None:
    """Nothing but comments, spaces and last semicolons goes from the default theme's stylesheets."""
    css = file.read_text("utf-8")
    kept = [
        [token.text for token in tokens(text) if token.kind not in ("comment", "space")] for text in (css, tight(css))
    ]
    for texts in kept:
        texts[:] = [text for text, after in zip(texts, [*texts[1:], ""], strict=True) if (text, after) != (";", "}")]
    assert kept[0] == kept[1]


@pytest.mark.parametrize(
    ("css", "told"),
    [
        ("a {\n b: c;\n", r"line 1: a \{ is never closed; close it with \}"),
        ("a { b: c }\n}\n", r"line 2: a \} closes nothing; remove it"),
        ("a {\n b: calc(1px;\n}", r"line 2: a \( is never closed"),
        ("a {}\n/* x", "line 2: a comment is never ended"),
        ("/*/", "line 1: a comment is never ended"),
        ('a {\n content: "x\n}', "line 2: a string is never ended"),
        ("a {\n b: url(x; }", r"line 2: a url is never ended; end it with \)"),
    ],
)
def test_broken_styles_are_told_by_file_and_line(css: str, told: str, tmp_path: Path) -> None:
    """A stylesheet that does not close what it opens would swallow all that follows it on a page: it is refused."""
    (tmp_path / "page").mkdir()
    (tmp_path / "page" / "base.css").write_text(css)
    with pytest.raises(Misconfigured, match=rf"page/base\.css, {told}"):
        load_theme(folders_of(tmp_path))


def test_colours_and_a_last_word_are_files_of_their_own(tmp_path: Path) -> None:
    """A theme may change only the colours, and add `page/theme.css`, which comes after all else on every page."""
    (tmp_path / "page").mkdir()
    (tmp_path / "page" / "theme.css").write_text(".last { a: b }")
    (tmp_path / "page" / "colours.css").write_text(":root { --ink: #123456 }")
    (tmp_path / "page" / "table.css").write_text(".never {}")  # not a room of the page, and not the block's
    theme = load_theme(folders_of(tmp_path))
    whole = theme.styles_for(frozenset({"article", "table"}), "en").css
    assert whole.startswith(":root{--ink:#123456}:root{--serif:")
    assert whole.endswith(".last{a:b}")
    assert ".never" not in whole
    assert theme.styles["table"] == load_theme(folders_of(None)).styles["table"]
    assert ".last" in theme.styles_for(frozenset({"message"}), "en").css
