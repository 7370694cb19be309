"""The publisher's settings, as `templates/site.toml` states them."""

from datetime import datetime
from typing import Annotated, Literal
from urllib.parse import urlsplit

from msgspec import Meta, Struct, field

from slugline.services import AdSlot, Analytics, Consent
from slugline.story.fields import Id, Language, Line, Link, Resource, Time, Zone

BaseUrl = Annotated[
    str,
    Meta(
        pattern=r"^https?://[a-z0-9.:\[\]-]+$(?!\n)",
        description="scheme and host, no slash at the end: https://www.example.com",
        extra={"what": "is not a base address", "mend": "write scheme and host only, like https://www.example.com"},
    ),
]


Host = Annotated[
    str,
    Meta(
        pattern=r"^(?:\*|(?:\*\.)?[a-z0-9-]+(?:\.[a-z0-9-]+)*(?::[0-9]{1,5})?)$(?!\n)",
        description="media.example.com; *.example.com is every host below it, * every host",
        extra={"what": "is not a host", "mend": "write media.example.com, *.example.com or *"},
    ),
]


def names(hosts: tuple[str, ...], url: str) -> bool:
    """Whether hosts of the settings name the one of an https address."""
    try:
        parts = urlsplit(url)
    except ValueError:  # a bracket that is no IPv6 address
        return False
    host = parts.netloc.lower()
    return parts.scheme.lower() == "https" and any(
        one in {"*", host} or (one.startswith("*.") and host.endswith(one[1:])) for one in hosts
    )


class NavigationItem(Struct, frozen=True, kw_only=True, forbid_unknown_fields=True):
    """A section in the masthead; `id` is the section's, and marks it as current on its stories."""

    name: Line
    url: Link
    id: Id | None = None


class FooterLink(Struct, frozen=True, kw_only=True, forbid_unknown_fields=True):
    """A page of the publisher's: about, policies, contact."""

    name: Line
    url: Link


class Logo(Struct, frozen=True, kw_only=True, forbid_unknown_fields=True):
    """The publisher's logo; it stands in the masthead in place of the name's wordmark, and in structured data."""

    url: Resource
    width: Annotated[int, Meta(ge=1)]
    height: Annotated[int, Meta(ge=1)]


class Publisher(Struct, frozen=True, kw_only=True, forbid_unknown_fields=True):
    """What a newsroom says of itself to search engines: pages of its own, by schema.org's NewsMediaOrganization."""

    legal_name: Line | None = None
    same_as: Annotated[tuple[Resource, ...], Meta(description="where else it is known: profiles, an encyclopedia")] = ()
    publishing_principles: Resource | None = None
    ethics_policy: Resource | None = None
    corrections_policy: Resource | None = None
    verification_fact_checking_policy: Resource | None = None
    unnamed_sources_policy: Resource | None = None
    actionable_feedback_policy: Annotated[Resource | None, Meta(description="how readers are heard")] = None
    mission_coverage_priorities_policy: Resource | None = None
    diversity_policy: Resource | None = None
    no_bylines_policy: Resource | None = None
    ownership_funding_info: Resource | None = None
    masthead: Annotated[Resource | None, Meta(description="who works there")] = None


class Sizes(Struct, frozen=True, kw_only=True, forbid_unknown_fields=True):
    """How wide a picture stands, as the `sizes` attribute says it; it follows the theme's layout."""

    inset: str = "(min-width: 48rem) 18rem, 100vw"
    column: str = "(min-width: 43rem) 40rem, 100vw"
    wide: str = "(min-width: 64rem) 60rem, 100vw"
    full: str = "100vw"
    thumbnail: str = "6.5rem"


class Site(Struct, frozen=True, kw_only=True, forbid_unknown_fields=True):
    """One publisher."""

    name: Annotated[str, Meta(min_length=1)]
    base_url: BaseUrl
    language: Language
    timezone: Zone = "UTC"
    logo: Logo | None = None
    navigation: tuple[NavigationItem, ...] = ()
    footer: tuple[FooterLink, ...] = ()
    copyright: Line = ""
    share: Annotated[
        tuple[FooterLink, ...],
        Meta(description="where a story can be shared; {url} and {title} in the address are filled in"),
    ] = ()
    x_handle: Annotated[str, Meta(pattern=r"^@[A-Za-z0-9_]{1,15}$(?!\n)")] | None = None
    amp: Annotated[
        Literal["on", "off for new stories", "retired"],
        Meta(description="retired: every AMP address answers 301 to its page"),
    ] = "on"
    amp_ends: Annotated[
        Time | None,
        Meta(description='with "off for new stories": what was published from then on has no AMP page'),
    ] = None
    embeds: Annotated[
        Literal["on_demand", "lazy"],
        Meta(description="on_demand: nothing is asked of a provider until the reader opens the embed"),
    ] = "on_demand"
    frames: Annotated[
        tuple[Host, ...],
        Meta(description="whose pages may stand in a frame, besides the providers' own: players, graphics"),
    ] = ("*",)
    media: Annotated[tuple[Host, ...], Meta(description="where pictures, films and sound may come from")] = ("*",)
    fonts: Annotated[tuple[Host, ...], Meta(description="where web fonts may come from, besides the site itself")] = ()
    ads: Annotated[tuple[AdSlot, ...], Meta(description="the slots that `ad` blocks name")] = ()
    analytics: Analytics | None = None
    consent: Consent | None = None
    sizes: Sizes = field(default_factory=Sizes)
    publisher: Publisher = field(default_factory=Publisher)
    paywall: Annotated[
        Literal["on", "off"],
        Meta(description="off: nothing closes a story to readers, whatever its `access`; search engines are told so"),
    ] = "on"
    icon: Annotated[Resource | None, Meta(description="of a tab: a square SVG or PNG")] = None
    touch_icon: Annotated[Resource | None, Meta(description="of a home screen: a PNG of 180 pixels, opaque")] = None
    feed: Annotated[Resource | None, Meta(description="the newest stories, as RSS")] = None
    facebook: Annotated[Resource | None, Meta(description="the publisher's page on Facebook")] = None

    def __post_init__(self) -> None:
        if self.amp == "off for new stories" and self.amp_ends is None:
            mend = "write amp_ends, a time like 2026-12-01T00:00:00Z: stories published from then on have no AMP page"
            raise ValueError(f"is off for new stories, but does not say from when|{mend}")

    def frames_host(self, host: str) -> bool:
        """Whether pages of a host, with its port where it has one, may stand in a frame."""
        return any(_matches(pattern, host) for pattern in self.frames)

    def has_amp(self, published_at: datetime) -> bool:
        """Whether a story that was published then may have an AMP page."""
        if self.amp_ends is not None and self.amp == "off for new stories":
            return published_at < self.amp_ends
        return self.amp == "on"


def _matches(pattern: Host, host: str) -> bool:
    if pattern.startswith("*."):
        return host.endswith(pattern[1:])
    return pattern in ("*", host)
