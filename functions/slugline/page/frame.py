"""The publisher around the story: masthead and footer, the same on every story of a section."""

import re
from collections.abc import Mapping
from typing import NamedTuple

from markupsafe import Markup

from slugline.page.context import FrameView, LinkView, PictureView, SiteView
from slugline.page.text import address, language_attributes
from slugline.page.theme import Theme
from slugline.site import Site
from slugline.story.language import fallbacks, normalised

# A colour that stands for itself: a `meta` element knows no custom properties.
_PAPER = re.compile(r"--paper:\s*(#[0-9a-fA-F]{3,8}|(?:rgb|hsl|oklch|lab|lch)a?\([^()]*\)|[a-z]+)\s*[;}]")


class Frame(NamedTuple):
    """What a page's template is given of the publisher."""

    site: SiteView
    masthead: Markup
    footer: Markup


def frame_of(theme: Theme, language: str, section: str | None) -> Frame:
    """The frame of a page in a language, with a section marked as current. It is rendered once and remembered."""
    marked = section if any(item.id == section for item in theme.site.navigation) else None
    foreign = language not in fallbacks(normalised(theme.site.language))
    return theme.remembered(("frame", foreign, marked), lambda: _rendered(theme, foreign=foreign, section=marked))


def _rendered(theme: Theme, *, foreign: bool, section: str | None) -> Frame:
    """The frame, in the site's own language: the names of its sections are."""
    site = site_view(theme, section)
    language = normalised(theme.site.language)
    labels = theme.labels_for(language)
    view = FrameView(site=site, attributes=language_attributes(language) if foreign else Markup())
    masthead, footer = (
        Markup(theme.fill(theme.page_template(name), page=view, labels=labels))  # noqa: S704 -- autoescaping templates
        for name in ("masthead", "footer")
    )
    return Frame(site, masthead, footer)


def site_view(theme: Theme, section: str | None) -> SiteView:
    """The publisher, with the section of the story marked as current."""
    site = theme.site
    paper, dark_paper = paper_of(theme.styles)
    return SiteView(
        name=site.name,
        logo=_logo(site),
        home="/",
        icon=address(site.icon) if site.icon else None,
        touch_icon=address(site.touch_icon) if site.touch_icon else None,
        feed=address(site.feed) if site.feed else None,
        paper=paper,
        dark_paper=dark_paper,
        navigation=tuple(
            LinkView(name=item.name, url=address(item.url), current=bool(section) and item.id == section)
            for item in site.navigation
        ),
        footer=tuple(LinkView(name=link.name, url=address(link.url)) for link in site.footer),
        copyright=site.copyright,
    )


def paper_of(styles: Mapping[str, str]) -> tuple[str | None, str | None]:
    """The colour of the page by a theme's styles, and that on a dark screen; None where it is not a plain colour."""
    css = next((css for room in ("colours", "tokens") if "--paper" in (css := styles.get(room, ""))), "")
    light, _, dark = css.partition("prefers-color-scheme")
    found = [_PAPER.search(part) for part in (light, dark)]
    return found[0] and found[0][1], found[1] and found[1][1]


def _logo(site: Site) -> PictureView | None:
    if not site.logo:
        return None
    return PictureView(
        src=address(site.logo.url),
        srcset=None,
        sizes=None,
        width=site.logo.width,
        height=site.logo.height,
        alt=site.name,
        shape="",
        lead=True,
    )
