"""Answers without a story: a sentence in the site's language, in the site's dress."""

from http import HTTPStatus

from markupsafe import Markup, escape

from slugline import answer
from slugline.answer import Answer
from slugline.labels import Messages
from slugline.page.render import Rendered, render_message
from slugline.page.text import optional
from slugline.page.theme import Theme
from slugline.policy import Needs, policy_of
from slugline.story.document import Withdrawn
from slugline.story.language import normalised
from slugline.tags import SITE


def message(theme: Theme, status: HTTPStatus, tags: tuple[str, ...] = (SITE,), left: int | None = None) -> Answer:
    """The answer with a status of 400 and above; `left` is how many seconds one of 404 may be kept."""
    language = normalised(theme.site.language)
    title, text = words_for(status, theme.labels_for(language).messages)
    rendered = _dressed(theme, title, escape(text), language)
    policy = policy_of(rendered.needs)
    if status == HTTPStatus.METHOD_NOT_ALLOWED:
        return answer.refused(rendered.html, policy=policy, language=language)
    if status >= HTTPStatus.INTERNAL_SERVER_ERROR:
        return answer.failed(rendered.html, status=status, policy=policy, language=language, tags=tags)
    return answer.absent(rendered.html, status=status, policy=policy, language=language, tags=tags, seconds_left=left)


def withdrawn(theme: Theme, document: Withdrawn, tags: tuple[str, ...]) -> Answer:
    """The answer for a story that was taken down: its notice, or the site's sentence."""
    language = normalised(document.language or theme.site.language)
    words = theme.labels_for(language).messages
    notice = optional(document.notice)
    if not notice:
        language = theme.spoken(language)
    rendered = _dressed(theme, words.withdrawn_title, notice or escape(words.withdrawn), language)
    policy = policy_of(rendered.needs)
    return answer.withdrawn(rendered.html, policy=policy, language=language, tags=tags)


def words_for(status: HTTPStatus, words: Messages) -> tuple[str, str]:
    """Title and sentence for a status."""
    match status:
        case HTTPStatus.BAD_REQUEST:
            return words.bad_address_title, words.bad_address
        case HTTPStatus.NOT_FOUND:
            return words.not_found_title, words.not_found
        case HTTPStatus.METHOD_NOT_ALLOWED:
            return words.method_title, words.method
        case HTTPStatus.SERVICE_UNAVAILABLE:
            return words.unavailable_title, words.unavailable
        case _:
            return words.failed_title, words.failed


def _dressed(theme: Theme, title: str, text: Markup, language: str) -> Rendered:
    """The message in the theme's frame; bare where the theme's frame is what failed."""
    try:
        return render_message(theme, title, text, language)
    except Exception:  # noqa: BLE001 -- whatever a theme's template does, the reader is told what is the matter
        head = f'<meta charset="utf-8"><meta name="robots" content="noindex"><title>{escape(title)}</title>'
        html = f'<!doctype html><html lang="{escape(language)}"><head>{head}</head>'
        return Rendered(f"{html}<body><h1>{escape(title)}</h1><p>{text}</p></body></html>", Needs(""))
