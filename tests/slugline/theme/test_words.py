"""A theme's words and settings: what stands over what, and where a mistake is."""

from pathlib import Path

import pytest
from jinja2 import DictLoader, TemplateAssertionError

from slugline.errors import Misconfigured
from slugline.site import Sizes
from slugline.theme.folder import folders_of, load_theme
from slugline.theme.places import line_of
from slugline.theme.templates import environment
from tests.slugline.theme.folders import SITE, write


def test_words_stand_over_the_defaults_key_by_key(tmp_path: Path) -> None:
    """One key of a theme changes one word: what else its language has is the default's, then the broader language's."""
    own = write(
        tmp_path,
        {
            "labels/ar.toml": 'by = "1"',
            "labels/ar-EG.toml": 'share = "2"',
            "labels/en.toml": 'topics = "3"\n[messages]\nfailed = "4"',
        },
    )
    mine, default = load_theme(folders_of(own)).labels, load_theme(folders_of(None)).labels
    assert (mine["ar"].by, mine["ar"].share) == ("1", default["ar"].share)
    assert (mine["ar-EG"].by, mine["ar-EG"].share, mine["ar-EG"].topics) == ("1", "2", default["ar"].topics)
    assert (mine["en"].topics, mine["en"].by) == ("3", default["en"].by)
    assert (mine["en"].messages.failed, mine["en"].messages.way_on) == ("4", default["en"].messages.way_on)


def test_settings_are_the_themes_alone(tmp_path: Path) -> None:
    """A theme's site.toml stands alone: nothing of the sample publisher is mixed into it."""
    site = load_theme(folders_of(write(tmp_path, {"site.toml": SITE}))).site
    assert (site.name, site.navigation, site.footer, site.share, site.x_handle) == ("The Herald", (), (), (), None)


def test_pictures_are_sized_for_the_default_layout(tmp_path: Path) -> None:
    """A publisher's settings that say nothing of sizes have those of the default layout."""
    assert load_theme(folders_of(None)).site.sizes == Sizes()
    assert load_theme(folders_of(write(tmp_path, {"site.toml": SITE}))).site.sizes == Sizes()


def test_a_setting_that_is_wrong_is_told_with_its_line(tmp_path: Path) -> None:
    """Every wrong setting at once, each with its line."""
    own = write(tmp_path, {"site.toml": SITE + 'timezone = "Mars"\n[[navigation]]\nname = "A"\nadress = "/a"\n'})
    with pytest.raises(Misconfigured, match=r"adress is not a field, .* \(line 7\).*\$\.navigation\[0\]"):
        load_theme(folders_of(own))
    own = write(tmp_path, {"site.toml": SITE + 'timezone = "Mars"\n'})
    with pytest.raises(Misconfigured, match=r'\$\.timezone is "Mars", which is no time zone; .* \(line 4\)'):
        load_theme(folders_of(own))


@pytest.mark.parametrize(
    ("place", "line"),
    [
        ("$", 1),
        ("$.a", 1),
        ("$.b.c", 3),
        ("$.d[0].e", 6),
        ("$.d[1].e", 9),
        ("$.d[1].x.y", 8),
        ("$.z[3]", 1),
        ("$.b.q", 4),
    ],
)
def test_values_of_a_settings_file_have_lines(place: str, line: int) -> None:
    """A path leads to its key's line, or to the line of the nearest thing that holds it."""
    toml = "a = 1\n[b] # [x]\nc = 2\n'q' = 1\n[[d]]\ne = 1\n\n[[ d ]]\ne=1\n"
    assert line_of(toml, place) == line


@pytest.mark.parametrize(
    "template",
    [
        "{{ block.title|default('x') }}",
        "{{ block.title|d('x') }}",
        "{% if block.title is defined %}{% endif %}",
        "{{ 'x' if block.title is undefined }}",
    ],
)
def test_what_a_typed_context_cannot_mean_is_refused(template: str) -> None:
    """`default` and `is defined` of an attribute would always say the same: refused at once, by line, with the mend."""
    with pytest.raises(TemplateAssertionError, match=r"always there.*write") as fault:
        environment(DictLoader({"t": "\n" + template})).get_template("t")
    assert (fault.value.lineno, fault.value.name) == (2, "t")


def test_what_jinja_itself_can_mean_stays() -> None:
    """Names that a macro may not be given, and `default` for nothing as well, work as Jinja has them."""
    template = (
        "{% macro m(a) %}{{ a|default('x') }}{{ a is defined }}{% endmacro %}{{ m() }}{{ b.c|default('y', true) }}"
    )
    filled = environment(DictLoader({"t": template})).get_template("t").render(b=type("B", (), {"c": None}))
    assert filled == "xFalsey"
