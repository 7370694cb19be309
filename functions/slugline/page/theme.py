"""What a page is rendered with: settings, words, templates and styles, all at hand."""

import re
from base64 import b64encode
from hashlib import sha256
from typing import NamedTuple

from jinja2 import Environment, Template
from markupsafe import Markup

from slugline.address import Format
from slugline.site import Labels, Site
from slugline.story.language import fallbacks, normalised

PAGE_ROOMS = ("tokens", "base", "masthead", "article", "message", "warned", "footer")
"""The stylesheets of `templates/page/`, in the order in which they stand on a page; blocks' follow."""

_ALWAYS = frozenset({"tokens", "base", "masthead", "footer"})
_ESCAPED_STYLE = re.compile(r"</(?=style)", re.IGNORECASE)


class Styles(NamedTuple):
    """The CSS of one page."""

    css: Markup
    digest: str
    """Its hash as a Content-Security-Policy names it: `sha256-…`."""


class Theme:
    """A theme, ready to render."""

    def __init__(
        self, *, site: Site, labels: dict[str, Labels], styles: dict[str, str], environment: Environment, build: str
    ) -> None:
        """Takes a theme's parts.

        Args:
            site: the publisher's settings.
            labels: the interface's words by language; English among them.
            styles: CSS by room, those of PAGE_ROOMS and each block's, in the order in which they stand on a page.
            environment: finds `page/…` and `blocks/…`.
            build: what changes whenever a page could come out otherwise for the same story.
        """
        self.site = site
        self.build = build
        self.labels = labels
        self.styles = styles
        self.environment = environment
        self._blocks: dict[tuple[str, Format], Template] = {}
        self._bundles: dict[frozenset[str], Styles] = {}

    def labels_for(self, language: str) -> Labels:
        """The words of the nearest language that has some: its own, a broader one, the site's, English."""
        for tag in (*fallbacks(language), *fallbacks(normalised(self.site.language))):
            if tag in self.labels:
                return self.labels[tag]
        return self.labels["en"]

    def page_template(self, name: str) -> Template:
        """The template `page/<name>.jinja`."""
        return self.environment.get_template(f"page/{name}.jinja")

    def block_template(self, block: str, page_format: Format) -> Template:
        """The template of a block: `amp.jinja` on an AMP page where there is one, else `html.jinja`."""
        known = self._blocks.get((block, page_format))
        if known is None or not known.is_up_to_date:
            names = [f"blocks/{block}/{page_format}.jinja", f"blocks/{block}/html.jinja"]
            known = self._blocks[block, page_format] = self.environment.select_template(names)
        return known

    def styles_for(self, rooms: frozenset[str]) -> Styles:
        """The CSS of the frame and of the rooms used on a page: `article` or `message`, and blocks."""
        bundle = self._bundles.get(rooms)
        if bundle is None:
            css = "".join(css for room, css in self.styles.items() if room in _ALWAYS or room in rooms)
            bundle = self._bundles[rooms] = _styles(css)
        return bundle


def _styles(css: str) -> Styles:
    safe = _ESCAPED_STYLE.sub(r"<\\/", css)
    digest = b64encode(sha256(safe.encode()).digest()).decode()
    return Styles(Markup(safe), f"sha256-{digest}")  # noqa: S704 -- the theme's own CSS, unable to end its element
