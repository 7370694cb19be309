"""The words of the interface, a file a language: `templates/labels/<language>.toml`."""

from collections.abc import Mapping
from typing import Annotated

from msgspec import Meta, Struct


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
    show_here: Annotated[str, Meta(description="opens an embed where it stands; over {provider}")]
    play_here: Annotated[str, Meta(description="the same of a film or recording; over {provider}")]
    full_page: Annotated[str, Meta(description="leads from AMP to the HTML page, for what AMP cannot show")]
    advertisement: str
    key_events: str
    updates: str
    new_updates: Annotated[str, Meta(description="shows updates that came meanwhile")]
    refresh: Annotated[str, Meta(description="loads the page anew")]
    ended: Annotated[str, Meta(description="of a live blog: nothing more will come")]
    pages: Annotated[str, Meta(description="names the links to the pages of a long live blog")]
    page_of: Annotated[str, Meta(description="over {page} and {pages}")]
    newer: Annotated[str, Meta(description="leads to newer updates")]
    older: Annotated[str, Meta(description="leads to older updates")]
    picture_of: Annotated[str, Meta(description="over {number} and {count}")]
    subscribers: Annotated[str, Meta(description="says that a story is for subscribers")]
    front_page: str
    consent_title: str
    consent_text: str
    consent_accept: str
    consent_reject: str
    consent_settings: Annotated[str, Meta(description="opens the reader's choices again")]
    hours: Annotated[str, Meta(description="a duration of an hour or more, over {hours} and {minutes}")]
    quote_open: str
    quote_close: str
    genres: dict[str, str]
    messages: Messages


PATTERNS: Mapping[str, tuple[str, ...]] = {
    "rating": ("value", "best"),
    **dict.fromkeys(("watch", "listen", "open", "contacts", "show_here", "play_here"), ("provider",)),
    "seconds": ("seconds",),
    "minutes": ("minutes", "seconds"),
    "hours": ("hours", "minutes"),
    "page_of": ("page", "pages"),
    "picture_of": ("number", "count"),
}
"""The labels that are patterns, and what each is given."""
