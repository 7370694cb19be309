"""The publisher around the story: masthead and footer, the same on every story of a section."""

from typing import NamedTuple

from markupsafe import Markup

from slugline.page.context import FrameView, LinkView, PictureView, SiteView
from slugline.page.text import address, language_attributes
from slugline.page.theme import Theme
from slugline.site import Site
from slugline.story.language import fallbacks, normalised


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
    site = site_view(theme.site, section)
    language = normalised(theme.site.language)
    labels = theme.labels_for(language)
    view = FrameView(site=site, attributes=language_attributes(language) if foreign else Markup())
    masthead, footer = (
        Markup(theme.fill(theme.page_template(name), page=view, labels=labels))  # noqa: S704 -- autoescaping templates
        for name in ("masthead", "footer")
    )
    return Frame(site, masthead, footer)


def site_view(site: Site, section: str | None) -> SiteView:
    """The publisher, with the section of the story marked as current."""
    return SiteView(
        name=site.name,
        logo=_logo(site),
        home="/",
        navigation=tuple(
            LinkView(name=item.name, url=address(item.url), current=bool(section) and item.id == section)
            for item in site.navigation
        ),
        footer=tuple(LinkView(name=link.name, url=address(link.url)) for link in site.footer),
        copyright=site.copyright,
    )


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
