"""A story and a theme in, a page out."""

import re
from collections.abc import Iterator
from contextlib import contextmanager
from typing import NamedTuple

from markupsafe import Markup

from slugline.address import Format
from slugline.errors import Unrenderable
from slugline.page.blocks import VIEWS
from slugline.page.composition import Composition, Loss, told
from slugline.page.context import MessageView, PageView
from slugline.page.frame import frame_of
from slugline.page.head import addresses_of, bare_head, head_view
from slugline.page.services import asked_of, closing
from slugline.page.story import section_of, story_view
from slugline.page.text import clean, language_attributes
from slugline.page.theme import Styles, Theme
from slugline.policy import Needs
from slugline.story.document import Article
from slugline.story.language import direction_of

# Elements that AMP's engine knows by itself; every other amp- element needs a component's script.
_BUILT_IN = frozenset({"amp-img", "amp-layout", "amp-pixel"})
_COMPONENT = re.compile(r"<(amp-[a-z0-9-]+)")


class Rendered(NamedTuple):
    """A page's document, and what became of it."""

    html: str
    needs: Needs
    """What it loads, for its Content-Security-Policy."""
    losses: tuple[Loss, ...] = ()
    """Blocks that could not be rendered."""


def fit_for_amp(article: Article, theme: Theme) -> bool:
    """Whether a story has an AMP page: unless it, or the site, says no."""
    return article.amp and theme.site.has_amp(article.published_at)


def render(article: Article, page_format: Format, theme: Theme, number: int = 1) -> Rendered:
    """The page of a story.

    Args:
        article: the story.
        page_format: which of its two pages.
        theme: what it is dressed in.
        number: which page of a live blog that has several.

    Raises:
        Unrenderable: a template of the frame failed; the message names its file and line.
    """
    page = Composition(article, page_format, theme, VIEWS, number)
    with _fault_named(f"page/{page_format}.jinja"):
        view, styles = _story_page(page)
        html = theme.fill(theme.page_template(page_format), page=view, labels=page.labels)
    asked = theme.remembered(("asked", page_format), lambda: asked_of(theme.site, page_format)._asdict())
    needs = _needs(theme, styles)._replace(components=view.components, frames=tuple(sorted(page.frames)), **asked)
    return Rendered(html, needs, tuple(page.losses))


def _story_page(page: Composition) -> tuple[PageView, Styles]:
    article, theme = page.article, page.theme
    addresses = addresses_of(article, theme.site.base_url, amp=fit_for_amp(article, theme), number=page.number)
    story = story_view(page, addresses.front)
    end = closing(page)
    page.rooms |= {"article", "sponsor"} if story.sponsor else {"article"}
    styles = theme.styles_for(page.rooms, page.language)
    parts = (story.lead, story.key_points, story.body, story.related, end)
    view = PageView(
        language=page.language,
        direction=article.direction or direction_of(page.language),
        head=head_view(page, addresses, story),
        styles=styles.css,
        components=_components(*parts) if page.format == "amp" else (),
        spoken=theme.remembered(("spoken", page.language), lambda: _spoken(theme, page.language)),
        closing=end,
        labels=page.labels,
        story=story,
        message=None,
        **frame_of(theme, page.language, section_of(article))._asdict(),
    )
    return view, styles


def _spoken(theme: Theme, language: str) -> Markup:
    spoken = theme.spoken(language)
    return Markup() if spoken == language else language_attributes(spoken)


def _components(*parts: Markup | None) -> tuple[str, ...]:
    """The AMP components that some markup uses. Text is escaped, so only templates can have written these."""
    found = {name for part in parts if part and "<amp-" in part for name in _COMPONENT.findall(part)}
    return tuple(sorted(found - _BUILT_IN))


def render_message(theme: Theme, title: str, text: Markup, language: str) -> Rendered:
    """An answer without a story: the same masthead, a sentence, a way on. Search engines are told to leave it.

    Args:
        theme: what it is dressed in.
        title: a few words.
        text: a sentence.
        language: the normalised tag of both.

    Raises:
        Unrenderable: a template of the frame failed; the message names its file and line.
    """
    labels = theme.labels_for(language)
    styles = theme.styles_for({"message"}, language)
    with _fault_named("page/html.jinja"):
        view = PageView(
            language=language,
            direction=direction_of(language),
            head=bare_head(f"{clean(title)} | {theme.site.name}"),
            styles=styles.css,
            components=(),
            spoken=Markup(),
            closing=None,
            labels=labels,
            story=None,
            message=MessageView(title=title, text=text, way_on=labels.messages.way_on),
            **frame_of(theme, language, None)._asdict(),
        )
        html = theme.fill(theme.page_template("html"), page=view, labels=labels)
    return Rendered(html, _needs(theme, styles))


def _needs(theme: Theme, styles: Styles) -> Needs:
    """What every page of a theme loads."""
    return Needs(styles.digest, media=theme.site.media, fonts=theme.site.fonts if styles.fonts else None)


@contextmanager
def _fault_named(template: str) -> Iterator[None]:
    """Whatever a theme's template raises becomes an error that names the file and line."""
    try:
        yield
    except Exception as fault:
        raise Unrenderable(told(fault, template)) from fault
