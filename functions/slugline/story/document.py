"""What storage holds: a document of one of four kinds."""

from collections.abc import Iterator
from datetime import datetime
from typing import Annotated, Literal

from msgspec import Meta, Struct

from slugline.story.blocks import AnyBlock, Lead, Update
from slugline.story.fields import Direction, Id, Language, Line, Link, Path, Resource, Time, Zone
from slugline.story.media import Image
from slugline.story.metadata import Access, Alternate, Bylines, Correction, Related, Sponsor, Topic
from slugline.story.text import Text, says_something


class Document(Struct, frozen=True, kw_only=True, omit_defaults=True, tag_field="kind", tag=str.lower):
    """What every kind has."""

    version: Annotated[
        Literal["1"], Meta(extra={"what": "is not a version of the format", "mend": 'write "version": "1"'})
    ]
    id: Id
    path: Path


class Article(Document, frozen=True, kw_only=True, omit_defaults=True, forbid_unknown_fields=True):
    """What a story and a live blog share: everything but the kind.

    An unknown field stops the fast decoder, so that a misspelt `embargo_until` is looked at and never passed over.
    """

    headline: Text
    language: Language
    published_at: Time
    body: tuple[AnyBlock, ...]
    updated_at: Time | None = None
    embargo_until: Annotated[Time | None, Meta(description="not shown before this time", extra={"vital": True})] = None
    expires_at: Annotated[Time | None, Meta(description="not shown from this time on", extra={"vital": True})] = None
    timezone: Zone | None = None
    direction: Annotated[Direction | None, Meta(description="derived from the language unless given")] = None
    standfirst: Text | None = None
    kicker: Text | None = None
    dateline: Text | None = None
    seo_headline: Annotated[Line | None, Meta(description="for search; default: headline")] = None
    social_headline: Annotated[Line | None, Meta(description="for sharing; default: headline")] = None
    description: Annotated[Line | None, Meta(description="for search and sharing; default: standfirst")] = None
    share_image: Annotated[Image | None, Meta(description="for sharing, when it is not the lead")] = None
    genre: Annotated[
        Line | None, Meta(description="news, analysis, opinion, feature …; an unknown one is shown as it is")
    ] = None
    section: Topic | None = None
    tags: tuple[Topic, ...] = ()
    bylines: Bylines | None = None
    key_points: tuple[Text, ...] = ()
    lead: Lead | None = None
    related: tuple[Related, ...] = ()
    access: Annotated[Access, Meta(description="told to search engines; it withholds nothing from readers")] = "free"
    sponsor: Annotated[
        Sponsor | None,
        Meta(description="who paid for it; with a wrong one the story is not shown unlabelled", extra={"vital": True}),
    ] = None
    corrections: tuple[Correction, ...] = ()
    canonical_url: Annotated[Resource | None, Meta(description="where the canonical copy lives, when elsewhere")] = None
    source: Annotated[Line | None, Meta(description="the agency that the story comes from")] = None
    amp: Annotated[bool, Meta(description="false: never offered as AMP")] = True
    ads: Annotated[bool, Meta(description="whether advertisements may stand in it")] = True
    comments_url: Link | None = None
    alternates: tuple[Alternate, ...] = ()

    def __post_init__(self) -> None:
        if not says_something(self.headline):
            raise ValueError("has no words in `headline`|write a headline: without one there is no story")

    @property
    def changed_at(self) -> datetime:
        """When it last changed."""
        return self.updated_at or self.published_at

    def hidden(self, now: datetime) -> str:
        """Why the story is not shown at a time: under embargo, or expired; empty where it is."""
        if self.embargo_until and now < self.embargo_until:
            return f"under embargo until {self.embargo_until.isoformat()}"
        if self.expires_at and now >= self.expires_at:
            return f"expired at {self.expires_at.isoformat()}"
        return ""


class Story(Article, frozen=True, kw_only=True, omit_defaults=True, forbid_unknown_fields=True):
    """An article; answered with 200."""


class Liveblog(Article, frozen=True, kw_only=True, omit_defaults=True, forbid_unknown_fields=True):
    """An article whose body is led by `update` blocks, newest first; answered with 200.

    Updates are shown by their `at`. A long live blog has several pages. Until it has `ended_at`, readers are offered to
    look for new updates.
    """

    ended_at: Annotated[Time | None, Meta(description="when the coverage ended; nothing more will come")] = None

    @property
    def changed_at(self) -> datetime:
        """When it last changed: an update counts, whether or not `updated_at` was moved with it."""
        moments = (moment for update in self._updates() for moment in (update.at, update.updated_at))
        return max(filter(None, (self.published_at, self.updated_at, *moments)))

    @property
    def coverage_started(self) -> datetime:
        """When the first update came, or the page itself."""
        return min((self.published_at, *(update.at for update in self._updates())))

    @property
    def coverage_ended(self) -> datetime | None:
        """When the last word was said; None while it goes on."""
        return self.ended_at

    def _updates(self) -> Iterator[Update]:
        return (block for block in self.body if isinstance(block, Update))


class Redirect(Document, frozen=True, kw_only=True, omit_defaults=True):
    """The story moved; answered with 301."""

    location: Link


class Withdrawn(Document, frozen=True, kw_only=True, omit_defaults=True):
    """The story was taken down; answered with 410."""

    language: Language | None = None
    notice: Annotated[Text | None, Meta(description="what the reader is told instead")] = None


AnyDocument = Story | Liveblog | Redirect | Withdrawn
