"""A story and a theme in, a page out."""

import re
from typing import NamedTuple

from jinja2 import TemplateError
from markupsafe import Markup

from slugline.address import Format
from slugline.errors import Unrenderable
from slugline.page.blocks import VIEWS
from slugline.page.composition import Composition, Loss, told
from slugline.page.context import HeadView, MessageView, PageView
from slugline.page.frame import frame_of
from slugline.page.story import section_of, story_view
from slugline.page.head import addresses_of, head_view
from slugline.page.text import clean
from slugline.page.theme import Theme
from slugline.story.document import Article
from slugline.story.language import direction_of, normalised

# Elements that AMP's engine knows by itself; every other amp- element needs a component's script.
_BUILT_IN = frozenset({"amp-img", "amp-layout", "amp-pixel"})
_COMPONENT = re.compile(r"<(amp-[a-z0-9-]+)")


class Rendered(NamedTuple):
    """A page's document, and what became of it."""

    html: str
    style_digest: str
    """The hash of its stylesheet, as a Content-Security-Policy names it."""
    components: tuple[str, ...] = ()
    """The AMP components it loads."""
    losses: tuple[Loss, ...] = ()
    """Blocks that could not be rendered."""


def fit_for_amp(article: Article, theme: Theme) -> bool:
    """Whether a story has an AMP page: unless it, or the site, says no."""
    return article.amp and theme.site.amp == "on"


def render(article: Article, page_format: Format, theme: Theme) -> Rendered:
    """The page of a story.

    Raises:
        Unrenderable: a template of the frame failed; the message names its file and line.
    """
    page = Composition(article, page_format, theme, VIEWS)
    addresses = addresses_of(article, theme.site.base_url, amp=fit_for_amp(article, theme))
    try:
        story = story_view(page, addresses.page)
        view = PageView(
            language=page.language,
            direction=article.direction or direction_of(page.language),
            head=head_view(page, addresses),
            styles=theme.styles_for(frozenset(page.rooms | {"article"})).css,
            components=_components(story.lead, story.key_points, story.body, story.related) if page_format == "amp" else (),
            labels=page.labels,
            **frame_of(theme, page.language, section_of(article))._asdict(),
            story=story,
            message=None,
        )
        html = theme.fill(theme.page_template(page_format), page=view, labels=page.labels)
    except Exception as fault:  # whatever a theme's template raises
        raise Unrenderable(told(fault, f"page/{page_format}.jinja")) from fault
    digest = theme.styles_for(frozenset(page.rooms | {"article"})).digest
    return Rendered(html, digest, view.components, tuple(page.losses))


def _components(*parts: Markup | None) -> tuple[str, ...]:
    """The AMP components that some markup uses. Text is escaped, so only templates can have written these."""
    found = {name for part in parts if part and "<amp-" in part for name in _COMPONENT.findall(part)}
    return tuple(sorted(found - _BUILT_IN))


def render_message(theme: Theme, title: str, text: Markup | str, language: str | None = None) -> Rendered:
    """An answer without a story: the same masthead, a sentence, a way on. Search engines are told to leave it.

    Raises:
        Unrenderable: a template of the frame failed; the message names its file and line.
    """
    tag = normalised(language or theme.site.language)
    labels = theme.labels_for(tag)
    styles = theme.styles_for(frozenset({"message"}))
    view = PageView(
        language=tag,
        direction=direction_of(tag),
        head=HeadView(
            title=f"{clean(title)} | {theme.site.name}",
            description=None,
            canonical=None,
            amphtml=None,
            robots="noindex",
            share=None,
            alternates=(),
            json_ld=None,
        ),
        styles=styles.css,
        components=(),
        labels=labels,
        **frame_of(theme, tag, None)._asdict(),
        story=None,
        message=MessageView(title=title, text=Markup(text), way_on=labels.messages.way_on)
        if isinstance(text, Markup)
        else MessageView(title=title, text=Markup.escape(text), way_on=labels.messages.way_on),
    )
    try:
        html = theme.fill(theme.page_template("html"), page=view, labels=labels)
    except TemplateError as fault:
        raise Unrenderable(told(fault, "page/html.jinja")) from fault
    return Rendered(html, styles.digest)
