"""What stands at the end of a page because the site's settings ask for it: the counting of visits, and consent to it.

What waits for consent is not loaded. In AMP `amp-consent` sees to that; in HTML it lies in a `template`, which the
site's own consent script sets free, and where there is no such script it is not on the page at all.
"""

from typing import NamedTuple

from markupsafe import Markup

from slugline.page.composition import Composition
from slugline.page.context import AnalyticsView, ClosingView
from slugline.page.structured import json_ld
from slugline.page.text import address
from slugline.services import Analytics, Consent, filled, origin_of
from slugline.site import Site


class Asked(NamedTuple):
    """Origins that the settings ask a page to let in."""

    images: tuple[str, ...] = ()
    scripts: tuple[str, ...] = ()
    connections: tuple[str, ...] = ()


def waits(consent: Consent | None) -> bool:
    """Whether nothing may be loaded before the reader agrees."""
    return consent is not None and consent.required


def places_of(page: Composition) -> dict[str, str]:
    """What an address of the settings may be filled in with."""
    section = page.article.section
    return {"path": page.article.path, "section": section.id if section else "", "language": page.language}


def closing(page: Composition) -> Markup | None:
    """The end of the page; None where the settings ask for nothing."""
    view = _view(page)
    if view is None:
        return None
    template = page.theme.page_template(f"closing-{page.format}")
    return Markup(page.theme.fill(template, closing=view, labels=page.labels))  # noqa: S704 -- an autoescaping template


def _view(page: Composition) -> ClosingView | None:
    site = page.theme.site
    amp = page.format == "amp"
    counting = _counting(site, amp=amp)
    asks = site.consent if site.consent and (amp or site.consent.script) else None
    if not counting and not asks:
        return None
    if asks and amp:
        page.rooms.add("consent")
    return ClosingView(
        pixel=address(filled(counting.pixel, places_of(page))) if counting and counting.pixel else None,
        script=counting.script if counting and not amp else None,
        analytics=_analytics(counting) if counting and amp and counting.in_amp else None,
        waits=waits(site.consent),
        consent_script=asks.script if asks and not amp else None,
        consent=_consent(asks) if asks and amp else None,
    )


def _counting(site: Site, *, amp: bool) -> Analytics | None:
    """Who counts visits; nobody where that waits for a consent that nobody asks for."""
    if waits(site.consent) and not amp and not (site.consent and site.consent.script):
        return None
    return site.analytics


def _analytics(analytics: Analytics) -> AnalyticsView:
    settings = Markup(_safe(analytics.settings)) if analytics.settings else None  # noqa: S704 -- made safe just now
    return AnalyticsView(type=analytics.type, config=analytics.config, settings=settings)


def _safe(text: str) -> str:
    """JSON that cannot end its script element."""
    return text.replace("<", "\\u003c")


def _consent(consent: Consent) -> Markup:
    """The configuration of `amp-consent`: asked by our own words, and again whenever the reader wants."""
    config = {
        "consentInstanceId": consent.id,
        "consentRequired": "remote" if consent.check else consent.required,
        "checkConsentHref": consent.check,
        "promptUI": "_ask",
        "postPromptUI": "_choices",
    }
    return json_ld({name: value for name, value in config.items() if value is not None})


def asked_of(site: Site, page_format: str) -> Asked:
    """Whom a page of the site may load from because of them."""
    amp = page_format == "amp"
    counting = _counting(site, amp=amp)
    images = [counting.pixel] if counting and counting.pixel else []
    told = counting.connects if counting else ()
    if amp:
        return Asked(images=(*map(origin_of, images), *told))
    consent = site.consent
    scripts = [*([counting.script] if counting else []), *([consent.script] if consent else [])]
    origins = tuple(origin_of(script) for script in scripts if script)
    talks = (*told, *(consent.connects if consent else ())) if origins else ()
    return Asked(tuple(map(origin_of, images)), origins, (*origins, *talks) if origins else ())
