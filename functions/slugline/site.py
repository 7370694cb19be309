"""The publisher's settings, as `templates/site.toml` states them, and the words of the interface."""

from datetime import datetime
from typing import Annotated, Literal

from msgspec import Meta, Struct, field

from slugline.story.fields import Id, Language, Line, Link, Resource, Time, Zone

BaseUrl = Annotated[
    str,
    Meta(
        pattern=r"^https?://[a-z0-9.:\[\]-]+$(?!\n)",
        description="scheme and host, no slash at the end: https://www.example.com",
        extra={"what": "is not a base address", "mend": "write scheme and host only, like https://www.example.com"},
    ),
]


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


class Sizes(Struct, frozen=True, kw_only=True, forbid_unknown_fields=True):
    """How wide a picture stands, as the `sizes` attribute says it; it follows the theme's layout."""

    inset: str = "(min-width: 48rem) 20rem, 100vw"
    column: str = "(min-width: 48rem) 42rem, 100vw"
    wide: str = "(min-width: 64rem) 60rem, 100vw"
    full: str = "100vw"
    thumbnail: str = "8rem"


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
    sizes: Sizes = field(default_factory=Sizes)

    def __post_init__(self) -> None:
        if self.amp == "off for new stories" and self.amp_ends is None:
            mend = "write amp_ends, a time like 2026-12-01T00:00:00Z: stories published from then on have no AMP page"
            raise ValueError(f"is off for new stories, but does not say from when|{mend}")

    def has_amp(self, published_at: datetime) -> bool:
        """Whether a story that was published then may have an AMP page."""
        if self.amp_ends is not None and self.amp == "off for new stories":
            return published_at < self.amp_ends
        return self.amp == "on"


class Messages(Struct, frozen=True, kw_only=True, forbid_unknown_fields=True):
    """A title and a sentence for each answer without a story."""

    bad_address_title: str
    bad_address: str
    not_found_title: str
    not_found: str
    withdrawn_title: str
    withdrawn: str
    failed_title: str
    failed: str
    unavailable_title: str
    unavailable: str
    method_title: str
    method: str
    way_on: str


class Dates(Struct, frozen=True, kw_only=True, forbid_unknown_fields=True):
    """How a language writes times, as patterns.

    Over {day}, {month}, {month_number} and {year}; {hour} and {minute}; {date}, {time} and {zone}.
    """

    months: Annotated[tuple[str, ...], Meta(min_length=12, max_length=12)]
    date: str
    time: str
    both: str


class Labels(Struct, frozen=True, kw_only=True, forbid_unknown_fields=True):
    """The words of the interface in one language: `templates/labels/<language>.toml`."""

    skip: str
    sections: str
    key_points: str
    by: str
    published: str
    updated: str
    live: str
    key_event: str
    pinned: str
    permalink: str
    related: str
    topics: str
    corrections: str
    correction: str
    share: str
    sponsored: str
    source: str
    comments: str
    rating: Annotated[str, Meta(description="over {value} and {best}")]
    code: str
    gallery: str
    table: str
    show: str
    watch: Annotated[str, Meta(description="over {provider}")]
    listen: Annotated[str, Meta(description="over {provider}")]
    open: Annotated[str, Meta(description="over {provider}")]
    contacts: Annotated[str, Meta(description="who will be contacted; over {provider}")]
    embedded: str
    video: str
    audio: str
    minutes: Annotated[str, Meta(description="a duration, over {minutes} and {seconds}")]
    seconds: Annotated[str, Meta(description="a duration under a minute, over {seconds}")]
    quote_open: str
    quote_close: str
    genres: dict[str, str]
    dates: Dates
    messages: Messages
