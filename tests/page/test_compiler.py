"""Our compiler of templates against Jinja's own."""

from jinja2 import ChoiceLoader, Environment, FileSystemLoader, StrictUndefined
from markupsafe import Markup, escape

from slugline.address import Format
from slugline.page.render import fit_for_amp, render
from slugline.page.theme import Theme
from slugline.theme.folder import folders_of
from slugline.theme.templates import escaped
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
    other = Theme(site=theme.site, labels=theme.labels, styles=theme.styles, environment=stock, build=theme.build)
    compared = 0
    for _, article in articles():
        for page_format in FORMATS:
            if page_format == "html" or fit_for_amp(article, theme):
                assert render(article, page_format, theme) == render(article, page_format, other)
                compared += 1
    assert compared > 30


def test_escaping_is_jinjas() -> None:
    """Whatever a template prints comes out as `escape` would have it."""
    for value in ("plain", "a < b & c > d", 'it\'s "quoted"', Markup("<b>safe</b>"), 12, 1.5, None, True, ""):
        assert escaped(value) == str(escape(value))
