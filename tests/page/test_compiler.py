"""Our compiler of templates against Jinja's own."""

from jinja2 import ChoiceLoader, DictLoader, Environment, FileSystemLoader, StrictUndefined
from markupsafe import Markup, escape

from slugline.address import Format
from slugline.page.render import fit_for_amp, render
from slugline.page.theme import Theme
from slugline.theme.folder import folders_of
from slugline.theme.templates import environment, escaped
from tests.samples import articles

FORMATS: tuple[Format, ...] = ("html", "amp")


def test_pages_are_the_same_through_jinjas_own_compiler(theme: Theme) -> None:
    """Every sample, in both formats, byte for byte."""
    stock = Environment(
        loader=ChoiceLoader([FileSystemLoader(folder) for folder in folders_of(None)]),
        autoescape=True,
        undefined=StrictUndefined,
        trim_blocks=True,
        lstrip_blocks=True,
    )
    other = Theme(
        site=theme.site,
        labels=theme.labels,
        locales=theme.locales,
        styles=theme.styles,
        providers=theme.providers,
        environment=stock,
        build=theme.build,
    )
    compared = 0
    for _, article in articles():
        for page_format in FORMATS:
            if page_format == "html" or fit_for_amp(article, theme):
                assert render(article, page_format, theme) == render(article, page_format, other)
                compared += 1
    assert compared > 30


WHATEVER = {
    "frame": "<a>{% block first %}1{{ text }}{% endblock %}{% block second scoped %}2{% endblock %}</a>{{ text }}",
    "child": '{% extends "frame" %}{% set m = text ~ "!" %}{% block first %}{{ super() }}{{ m }}{% endblock %}lost',
    "maybe": '{% if text %}{% extends "frame" %}{% endif %}kept{% block first %}{% include "part" %}{% endblock %}',
    "none": "{% if not text %}{% extends 'frame' %}{% endif %}{{ text }}{% block first %}here{% endblock %}",
    "part": "{% set own = text %}{% for c in text recursive %}{{ loop.index }}{{ c }}{{ own }}{% else %}-{% endfor %}",
    "parts": '{% include "part" %}{% include ["no", "part"] %}{% include "no" ignore missing %}{{ text }}',
    "macros": "{% macro box(x) %}<b>{{ x }}{{ caller() }}</b>{% endmacro %}{% call box(text) %}{{ text }}{% endcall %}",
    "import": '{% from "macros" import box with context %}{% call box(1) %}{{ text }}{% endcall %}',
    "module": '{% import "macros" as m with context %}{% call m.box(1) %}{{ text }}{% endcall %}',
    "sets": "{% set a %}{{ text }}<i>{% endset %}{{ a }}{% filter upper %}{{ text }}{% endfilter %}{{ 1 if text }}",
    "with": "{% with b = text %}{% if b %}{{ b }}{% include 'part' %}{% endif %}{% endwith %}",
}
"""Templates that use what ours do not, and a theme's may."""


def test_whatever_a_theme_uses_comes_out_as_by_jinja() -> None:
    """Inheritance, inclusions, macros, filters: a theme's templates mean what Jinja's documentation says."""
    ours = environment(DictLoader(WHATEVER))
    stock = Environment(loader=DictLoader(WHATEVER), autoescape=True, undefined=StrictUndefined)
    for name in WHATEVER:
        for text in ("<&'\">", "plain", Markup("<em>")):
            assert ours.get_template(name).render(text=text) == stock.get_template(name).render(text=text), name


class Shown:
    """A value that knows its own markup."""

    def __html__(self) -> str:
        return "<b>shown</b>"


def test_escaping_is_jinjas() -> None:
    """Whatever a template prints comes out as `escape` would have it."""
    for value in ("plain", "a < b & c > d", 'it\'s "quoted"', Markup("<b>safe</b>"), 12, 1.5, None, True, "", Shown()):
        assert escaped(value) == str(escape(value))
