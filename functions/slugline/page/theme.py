"""What a page is rendered with: settings, words, templates and styles, all at hand."""

import re
from base64 import b64encode
from collections.abc import Callable, Hashable, Mapping
from collections.abc import Set as AbstractSet
from hashlib import sha256
from typing import Any, NamedTuple, TypeVar

from jinja2 import Environment, Template
from jinja2.runtime import Context, new_context
from markupsafe import Markup

from slugline.address import Format
from slugline.labels import Labels
from slugline.locale import Locale
from slugline.site import Site
from slugline.story.language import fallbacks, normalised, script_of
from slugline.story.providers import Providers

PAGE_ROOMS = ("colours", "tokens", "base", "masthead", "article", "sponsor", "message", "warned", "consent", "footer")
"""The stylesheets of `templates/page/`, in the order in which they stand on a page; blocks' and scripts' follow."""

SCRIPTS = "scripts"
"""The folder of the scripts' stylesheets, and the first part of their rooms' names: `scripts/arabic`."""

LAST_ROOM = "theme"
"""The stylesheet `page/theme.css`, which stands last on every page: the default theme has none, a theme may add it."""

MAX_REMEMBERED = 500
"""Parts of pages that are remembered: languages are the stories' own words, and may be many."""

_Made = TypeVar("_Made")
_ALWAYS = frozenset({"colours", "tokens", "base", "masthead", "footer", LAST_ROOM})
_ESCAPED_STYLE = re.compile(r"</(?=style)", re.IGNORECASE)


class Styles(NamedTuple):
    """The CSS of one page."""

    css: Markup
    digest: str
    """Its hash as a Content-Security-Policy names it: `sha256-…`."""
    fonts: bool
    """Whether it loads fonts."""


class Theme:
    """A theme, ready to render."""

    def __init__(
        self,
        *,
        site: Site,
        labels: Mapping[str, Labels],
        locales: Mapping[str, Locale],
        styles: dict[str, str],
        providers: Providers,
        environment: Environment,
        build: str,
    ) -> None:
        """Takes a theme's parts.

        Args:
            site: the publisher's settings.
            labels: the interface's words by language; English among them.
            locales: how languages and their regions write times and numbers; English among them.
            styles: CSS by room, in the order in which it stands on a page: PAGE_ROOMS, each block's, LAST_ROOM.
            providers: of embeds, by name.
            environment: finds `page/…` and `blocks/…`.
            build: what changes whenever a page could come out otherwise for the same story.
        """
        self.site = site
        self.build = build
        self.labels = labels
        self.locales = locales
        self.styles = styles
        self.providers = providers
        self.environment = environment
        self._globals = dict(environment.globals)
        self._blocks: dict[tuple[str, Format], Template] = {}
        self._bundles: dict[frozenset[str], Styles] = {}
        self._remembered: dict[Hashable, Any] = {}

    def labels_for(self, language: str) -> Labels:
        """The words of the nearest language that has some: its own, a broader one, the site's, English."""
        return self.remembered(("labels", language), lambda: self.labels[self.language_of_labels(language)])

    def language_of_labels(self, language: str) -> str:
        """The language that those words are in."""
        return self._nearest(language, self.labels)

    def spoken(self, language: str) -> str:
        """The language that a page speaks in the interface's words: the one that is asked for, if it has some."""
        told = self.language_of_labels(language)
        return language if told in fallbacks(language) else told

    def locale_for(self, language: str) -> Locale:
        """How the nearest language writes times: its own, a broader one, the site's, English."""
        return self.remembered(("locale", language), lambda: self.locales[self._nearest(language, self.locales)])

    def _nearest(self, language: str, known: Mapping[str, object]) -> str:
        """The tag of those known that serves a language best. A language without a region is that of the site's."""
        site = fallbacks(normalised(self.site.language))
        own = () if language in site else fallbacks(language)
        return next((tag for tag in (*own, *site) if tag in known), "en")

    def page_template(self, name: str) -> Template:
        """The template `page/<name>.jinja`."""
        return self.environment.get_template(f"page/{name}.jinja")

    def block_template(self, block: str, page_format: Format) -> Template:
        """The template of a block: `amp.jinja` on an AMP page where there is one, else `html.jinja`."""
        known = self._blocks.get((block, page_format))
        if known is None:
            names = [f"blocks/{block}/{page_format}.jinja", f"blocks/{block}/html.jinja"]
            known = self._blocks[block, page_format] = self.environment.select_template(names)
        return known

    def fill(self, template: Template, **values: object) -> str:
        """A template, filled in.

        As `Template.render`, without what that does at every call: it copies the environment's globals out of a
        chain of mappings, which takes longer than a paragraph. Loops and includes see the same values.
        """
        return "".join(template.root_render_func(self._context(template, values)))

    def filler(self, template: Template, **values: object) -> Callable[[object], str]:
        """Fills in one template many times over on one page, each time with another `block`."""
        context = self._context(template, values)
        own = context.vars
        root = template.root_render_func

        def fill(block: object) -> str:
            own["block"] = block
            return "".join(root(context))

        return fill

    def _context(self, template: Template, values: dict[str, object]) -> Context:
        return new_context(self.environment, template.name, template.blocks, {**self._globals, **values}, shared=True)

    def remembered(self, name: Hashable, make: Callable[[], _Made]) -> _Made:
        """What is the same for many pages, made once; forgotten when the theme is read again."""
        made: _Made | None = self._remembered.get(name)
        if made is None:
            if len(self._remembered) >= MAX_REMEMBERED:
                self._remembered.clear()
            made = self._remembered[name] = make()
        return made

    def styles_for(self, rooms: AbstractSet[str], language: str) -> Styles:
        """The CSS of the frame, of a language's script, and of the rooms used: `article` or `message`, and blocks."""
        used = frozenset((*rooms, f"{SCRIPTS}/{script_of(language)}"))
        bundle = self._bundles.get(used)
        if bundle is None:
            css = "".join(css for room, css in self.styles.items() if room in _ALWAYS or room in used)
            bundle = self._bundles[used] = _styles(css)
        return bundle


def _styles(css: str) -> Styles:
    safe = _ESCAPED_STYLE.sub(r"<\\/", css)
    digest = b64encode(sha256(safe.encode()).digest()).decode()
    made = Markup(safe)  # noqa: S704 -- the theme's own CSS, unable to end its element
    return Styles(made, f"sha256-{digest}", fonts="@font-face" in safe)
