"""`slugline theme`: what a theme overrides, and what in it does not fit, by file and line."""

from __future__ import annotations

import json
import re
import shutil
import subprocess
import sys
from pathlib import Path
from typing import get_args

import pytest

from local.theme import specimen
from local.theme.colours import contrast
from local.theme.examination import examine
from slugline.page.context import BlockView
from slugline.page.parts import PARTS, given_to, part_of
from slugline.page.theme import Theme
from slugline.story.blocks import AnyBlock
from slugline.story.forms import form_of
from slugline.theme.folder import default_folder
from tests.slugline.theme.folders import SITE, write

SLUGLINE = str(Path(sys.executable).parent / "slugline")
RATING = "blocks/rating/html.jinja"
DAY = "--paper: #fff; --surface: #fff; --ink: #000; --muted: #000; --rule: #000; --accent: #000; --link: #000;"

# What is in a theme, and what is told of it: file, line, severity and words, in the order of files and lines.
CASES: dict[str, tuple[dict[str, str], list[str]]] = {
    "a misspelt block": (
        {"blocks/paragaph/html.jinja": "<p>"},
        ["paragaph/html.jinja:1: error: stands for nothing.* did you mean blocks/paragraph/html.jinja?"],
    ),
    "a misspelt file": (
        {"blocks/rating/styles.css": "a{}", "page/colors.css": "a{}", "page/read.md": "", "README.md": "", ".x": ""},
        [
            "rating/styles.css:1: error: stands for nothing.* did you mean blocks/rating/style.css?",
            "page/colors.css:1: error: stands for nothing.* did you mean page/colours.css?",
            "page/read.md:1: error: stands for nothing",
        ],
    ),
    "a language that is none": (
        {"labels/english.toml": 'by = "x"'},
        ["labels/english.toml:1: error: stands for nothing"],
    ),
    "a template of its own that is used": ({RATING: '{% include "page/mine.jinja" %}', "page/mine.jinja": "<p>"}, []),
    "a template of its own that is not": ({"page/mine.jinja": "<p>"}, ["page/mine.jinja:1: error: stands for nothing"]),
    "a default's that is no longer used": (
        {"page/article.jinja": "<h1>{{ page.story.headline if page.story }}</h1>", "page/picture.jinja": ""},
        ["page/embed.jinja:2: error: page/picture.jinja has no macro `img`"],
    ),
    "half a block": ({"blocks/audio/html.jinja": "<p>"}, ["audio/html.jinja:1: warning: AMP pages still .*amp.jinja"]),
    "a syntax error": ({RATING: "<p>\n{% if %}"}, [f"{RATING}:2: error: Expected an expression"]),
    "an unknown filter": ({RATING: "\n{{ block.text|nope }}"}, [f"{RATING}:2: error: No filter named 'nope'"]),
    "an unknown name": ({RATING: "\n\n{{ blok }}"}, [f"{RATING}:3: error: `blok` is not a name .*did you mean block?"]),
    "an unknown attribute": (
        {RATING: "{{ block.txt }}"},
        [f"{RATING}:1: error: block has no `txt`; did you mean text?"],
    ),
    "an unknown attribute as an item": ({RATING: "{{ block['txt'] }}"}, [f"{RATING}:1: error: block has no `txt`"]),
    "a dead branch": (
        {RATING: "{% if block.text == 'x' %}\n{{ block.no }}{% endif %}"},
        [f"{RATING}:2: error: block has no"],
    ),
    "what may be nothing": (
        {RATING: "{{ block.label }}\n{% if block.label %}{{ block.label }}{% else %}{{ block.label }}{% endif %}"},
        [
            f"{RATING}:1: warning: block.label may be nothing, and would show as None; put {{% if block.label %}}",
            f"{RATING}:2: warning: block.label may be nothing",
        ],
    ),
    "a part of what may be nothing": (
        {
            "blocks/correction/html.jinja": "<p>{{ block.at.text }}\n{{ block.at.text if block.at }}\n"
            "{% if not block.at %}{% elif block.text %}{{ block.at.text }}{% endif %}{{ block.text }}"
            "{% if block.text and block.at %}{{ block.at.iso }}{% endif %}"
            "{% if not not block.at %}{{ block.at.iso }}{% endif %}\n"
            "{% if block.text or block.at %}{{ block.at.iso }}{% endif %}"
            "{% set at = block.at %}{% if at %}{{ at.iso }}{% endif %}"
        },
        [
            "correction/html.jinja:1: error: block.at may be nothing, and has nothing then",
            "correction/html.jinja:4: error: block.at may be nothing",
        ],
    ),
    "what is no text": (
        {RATING: "{{ block.steps }}", "blocks/update/html.jinja": "{{ block.key }}{{ block.at }}"},
        [
            f"{RATING}:1: error: block.steps is several things, which is no text",
            "update/html.jinja:1: error: block.key is yes or no, which is no text",
            "update/html.jinja:1: error: block.at is TimeView, which is no text",
        ],
    ),
    "a loop": (
        {RATING: "{% for a in block.steps %}{{ a.nope }}\n{{ loop.indx }}{{ loop.index }}{% endfor %}{{ a }}"},
        [
            f"{RATING}:1: error: a has no `nope`",
            f"{RATING}:2: error: `a` is not a name",
            f"{RATING}:2: error: loop has no `indx`; did you mean index?",
        ],
    ),
    "a macro": (
        {RATING: "{% macro m(of, b=1) %}\n{{ of.nope }}{% endmacro %}\n{{ m(block) }}{{ m() }}\n{{ m(block, 1, 2) }}"},
        [
            f"{RATING}:2: error: of has no `nope`",
            f"{RATING}:3: error: the macro `m` takes .of, b.; give it of",
            f"{RATING}:4: error: the macro `m` takes .of, b.; give it no more",
        ],
    ),
    "an imported macro": (
        {
            RATING: '{% from "page/m.jinja" import m, n %}\n{{ m(block) }}{% import "page/m.jinja" as k %}{{ k.z() }}',
            "page/m.jinja": "{% macro m(of) %}{{ labels.by }}{{ of.text }}\n{{ of.nope }}{% endmacro %}",
        },
        [
            f"{RATING}:1: error: page/m.jinja has no macro `n`; add it to .*page/m.jinja",
            f"{RATING}:2: error: k has no `z`",
            "page/m.jinja:1: error: `labels` is not a name that this template is given",
            "page/m.jinja:2: error: of has no `nope`",
        ],
    ),
    "a block for a macro to place": (
        {
            "blocks/correction/html.jinja": "{% macro m(of) %}{% if of.at %}{{ caller() }}{{ n(of) }}{% endif %}"
            "{% endmacro %}{% macro n(that) %}{{ that.at.iso }}{% endmacro %}"
            "{% call m(block) %}{{ block.at.iso }}\n{{ block.no }}{% endcall %}",
            RATING: "{% macro m(of) %}{{ caller() }}{% endmacro %}"
            "{% call m(block) %}\n{{ block.label.x }}{% endcall %}",
        },
        [
            "correction/html.jinja:2: error: block has no `no`",
            f"{RATING}:2: error: block.label may be nothing",
            f"{RATING}:2: error: block.label has no `x`",
        ],
    ),
    "an include": (
        {RATING: '{% include "page/x.jinja" %}{% include "page/bylin.jinja" %}', "page/x.jinja": "\n{{ block.nope }}"},
        [
            f"{RATING}:1: error: there is no page/bylin.jinja; did you mean page/byline.jinja?",
            "page/x.jinja:2: error: block has",
        ],
    ),
    "words by name": (
        {RATING: "{{ labels.genres.opinion }}{{ labels.genres['opinion'] }}"},
        ['error: .*write ."opinion".'],
    ),
    "escaping": (
        {RATING: "{{ block.text|safe }}\n{% autoescape false %}{{ block.text }}{% endautoescape %}"},
        [
            f"{RATING}:1: error: `|safe` takes the escaping off",
            f"{RATING}:2: error: `autoescape` takes the escaping off",
        ],
    ),
    "what a typed context cannot mean": (
        {RATING: "{{ block.label|default('x') }}"},
        [f"{RATING}:1: error: `default` never shows: .*; write `x.label or …`"],
    ),
    "what no page may hold": (
        {
            RATING: '<p onclick="x"\n style="y"><script>\n<iframe><!-- <video> -->',
            "blocks/video/html.jinja": "<video style='x'>",
        },
        [
            f"{RATING}:1: error: `onclick` never runs",
            f"{RATING}:2: error: <script> never runs",
            f"{RATING}:2: error: `style=` does nothing",
            f"{RATING}:3: error: AMP refuses <iframe>; add amp.jinja beside it with amp-iframe",
            "video/html.jinja:1: error: `style=` does nothing",
            "video/html.jinja:1: warning: AMP pages still",
        ],
    ),
    "styles that AMP refuses": (
        {
            "page/theme.css": "a { b: c !important }\n@layer x {}\n@import 'y';\n.i-amphtml-x { }\na { & b { } }\n"
            "/* !important @layer */ a::before { content: '!important' }\n@media print { a { b: c } }\n"
            "@supports (a: b) { @media print { a { b: c } } }\n@font-face { src: url(https://x.example/i-amphtml) }"
        },
        [
            "theme.css:1: error: AMP refuses !important",
            "theme.css:2: error: AMP refuses @layer",
            "theme.css:3: error: AMP refuses @import",
            "theme.css:4: error: AMP refuses names of its own",
            "theme.css:5: error: AMP refuses a rule inside a rule",
            "theme.css:9: error: AMP refuses names of its own",
        ],
    ),
    "a brace too few": ({"page/theme.css": "a {\n b: c"}, ["theme.css:1: error: a . is never closed"]),
    "styles that are heavy": (
        {"page/theme.css": "a { b: 'x" + "x" * 20_000 + "' }"},
        ["theme.css:1: warning: all stylesheets"],
    ),
    "a property that nobody sets": (
        {"page/theme.css": "a { b: var(--acent) var(--x, 1px) var(--y); --y: 1 }"},
        ["theme.css:1: error: --acent is set nowhere; did you mean --accent?"],
    ),
    "a property that was set": (
        {"page/colours.css": f":root {{ {DAY.replace('--link: #000;', '')} }}"},
        ["colours.css:1: error: does not set --link, which .*base.css:[0-9]+ uses; set it, as .*colours.css does"],
    ),
    "colours that cannot be read": (
        {
            "page/colours.css": f":root {{ {DAY} }}\n:root {{ --muted: #949494 }}\n"
            "@media (prefers-color-scheme: dark) { :root {\n --link: rgb(200, 200, 200) } }\n"
            "@media print { :root { --ink: #fff } }\n:root { --accent: color(x) }"
        },
        [
            "colours.css:2: error: --muted on --paper has a contrast of 3.03 by day",
            "colours.css:2: error: --muted on --surface has a contrast of 3.03 by day",
            "colours.css:2: error: --muted on --paper has a contrast of 3.03 by night",
            "colours.css:2: error: --muted on --surface has a contrast of 3.03 by night",
            "colours.css:4: error: --link on --paper has a contrast of 1.67 by night",
            "colours.css:4: error: --link on --surface has a contrast of 1.67 by night",
            "colours.css:6: warning: --accent is color.x., of which no contrast can be told",
        ],
    ),
    "words": (
        {"labels/en.toml": 'by = "x"\nbyy = "y"\nrating = "{valu}"\n[messages]\nnot_fond = "x"\n'},
        [
            "en.toml:2: error: `byy` is not a word of the interface; did you mean by?",
            "en.toml:3: error: `rating` asks for {valu}, which it is not given; it is given {value}, {best}",
            "en.toml:5: error: `not_fond` is not a word of the interface; did you mean not_found?",
        ],
    ),
    "words that are not TOML": ({"labels/en.toml": 'by = "x"\nx'}, ["en.toml:2: error: is not TOML"]),
    "settings": (
        {"site.toml": f'{SITE}x = 1\ntimezone = "Mars"\n[[navigation]]\nname = "A"\nurl = "javascript:x"\n'},
        [
            "site.toml:4: error: ..x is not a field",
            "site.toml:5: error: ..timezone",
            "site.toml:8: error: ..navigation.0..url",
        ],
    ),
    "what only a page shows": (
        {RATING: "<p>\n{% for a in range(1) %}{{ labels.rating.nope() if 0 }}{{ (a, 1)[2].x }}{% endfor %}"},
        [f"{RATING}:2: error: text has no|{RATING}:2: error: .*labels.rating has no `nope`"],
    ),
}


def told_of(folder: Path) -> list[str]:
    """What is told of a theme."""
    return [str(finding) for finding in examine(folder).findings]


@pytest.mark.parametrize("case", CASES)
def test_what_does_not_fit_is_told_by_file_and_line(case: str, tmp_path: Path) -> None:
    """Each mistake once, with file, line, severity and mend; nothing else."""
    files, expected = CASES[case]
    told = told_of(write(tmp_path, files))
    unmatched = [line for line in told if not any(re.search(words.replace("?", r"\?"), line) for words in expected)]
    lacking = [words for words in expected if not any(re.search(words.replace("?", r"\?"), line) for line in told)]
    assert (lacking, unmatched, len(told)) == ([], [], len(expected))


def test_the_default_theme_fits_itself() -> None:
    """Nothing is told of the default theme, over itself or alone; each of its files has a part, and a sentence."""
    examined = examine(default_folder())
    assert [*map(str, examined.findings)] == []
    names = {file.relative_to(default_folder()).as_posix() for file in default_folder().rglob("*.*")} - {"CONTEXT.md"}
    assert {file.name for file in examined.files} == names
    assert all(file.stands_for == default_folder() / file.name and file.what for file in examined.files)


def test_every_part_is_a_file_of_the_default_theme() -> None:
    """No part is told of that is not there, but a theme's last word and what other names stand for."""
    parts = [part_of(file.relative_to(default_folder()).as_posix()) for file in default_folder().rglob("*.*")]
    there = {part.name for part in parts if part}
    assert {part.name for part in PARTS} - there <= {"page/theme.css", "providers/<name>.toml"}


def test_a_template_is_given_what_it_is_told() -> None:
    """A block's template has the block's own view; one that is only included is not filled in by itself."""
    for view in get_args(BlockView):
        for name in (f"blocks/{view.template}/html.jinja", f"blocks/{view.template}/amp.jinja"):
            given = given_to(name)
            assert given
            assert given["block"] is view
    assert given_to("page/head.jinja") is given_to("blocks/none/html.jinja") is given_to("page/mine.jinja") is None


def test_the_specimen_has_every_block(theme: Theme) -> None:
    """With all that it can have and with the least: every block of the format, every template of the default theme."""
    types = {str(struct.__struct_config__.tag) for struct in form_of(AnyBlock).choices}
    assert {block["type"] for block in specimen.full()["body"]} == types
    full, least = specimen.articles()
    assert (len(full.body), len(least.body)) == (len(specimen.full()["body"]),) * 2
    assert [*specimen.faults(theme, Path())] == []


def test_a_theme_that_does_not_load_is_told_once(tmp_path: Path) -> None:
    """What keeps a theme from being read at all is one finding, of the file that it is in."""
    told = told_of(write(tmp_path, {"locales/en.toml": "months = ['x']\n"}))
    assert len(told) == 1
    assert "months" in told[0]
    assert "en.toml" in told[0]


def test_contrast_is_that_of_the_standard() -> None:
    """Black on white is 21, like on like 1; the well-known grey #767676 is just enough on white."""
    assert contrast((0, 0, 0), (255, 255, 255)) == pytest.approx(21)
    assert contrast((9, 9, 9), (9, 9, 9)) == 1
    assert contrast((118, 118, 118), (255, 255, 255)) == pytest.approx(4.54, abs=0.005)


def test_the_command(tmp_path: Path) -> None:
    """It lists what is overridden and added, ends in a count, and exits 1 for an error, 0 for a warning."""
    fine = write(tmp_path / "fine", {"blocks/audio/html.jinja": "<p>", "page/theme.css": "a { b: c }"})
    done = subprocess.run([SLUGLINE, "theme", fine], capture_output=True, text=True, check=False)
    assert (done.returncode, done.stderr) == (0, "")
    assert f"{fine}/blocks/audio/html.jinja: overrides templates/blocks/audio/html.jinja: a block" in done.stdout
    assert f"{fine}/page/theme.css: adds: a theme's last word" in done.stdout
    assert "\n1 overridden, 1 added, 0 errors, 1 warning; all styles together 1" in done.stdout
    broken = write(tmp_path / "broken", {RATING: "{{ block.x }}"})
    done = subprocess.run([SLUGLINE, "theme", broken, "--json"], capture_output=True, text=True, check=False)
    value = json.loads(done.stdout)
    assert done.returncode == 1
    assert value["files"][0]["file"] == RATING
    assert Path(value["files"][0]["stands_for"]).is_file()
    assert [*value["problems"][0]] == ["file", "line", "severity", "what", "mend"]
    missing = subprocess.run([SLUGLINE, "theme", tmp_path / "no"], capture_output=True, text=True, check=False)
    assert (missing.returncode, "there is no folder" in missing.stderr) == (1, True)


def test_a_copy_of_the_default_theme_fits(tmp_path: Path) -> None:
    """To begin with a copy of everything is as good as to begin with nothing."""
    assert told_of(shutil.copytree(default_folder(), tmp_path / "copy")) == []
