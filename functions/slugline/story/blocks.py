"""Every block of a body. The pictures, films and sound among them stand in `media`."""

from typing import Annotated, Literal

from msgspec import Meta, Struct

from slugline.story.fields import Anchor, Line, Link, Pixels, Resource, Time
from slugline.story.media import Audio, Block, Gallery, Image, Video, Warned
from slugline.story.metadata import Bylines, Related
from slugline.story.text import Text


class Paragraph(Block, frozen=True, kw_only=True, omit_defaults=True):
    """Running text."""

    text: Text


class Heading(Block, frozen=True, kw_only=True, omit_defaults=True):
    """A title inside the body; level 1 is the headline's."""

    text: Text
    level: Annotated[
        int,
        Meta(
            ge=2,
            le=4,
            extra={"what": "is not a level of heading", "mend": "write 2, 3 or 4; level 1 is the headline's"},
        ),
    ] = 2


class ListItem(Struct, frozen=True, kw_only=True, omit_defaults=True):
    """An item that has a list of its own below it."""

    text: Text
    items: "tuple[ListEntry, ...]" = ()
    ordered: bool = False


ListEntry = Text | ListItem


class List(Block, frozen=True, kw_only=True, omit_defaults=True):
    """Items with bullets, or with numbers when `ordered`."""

    items: tuple[ListEntry, ...]
    ordered: bool = False


class BlockQuote(Block, frozen=True, kw_only=True, omit_defaults=True):
    """Somebody else's words at length."""

    text: Text
    attribution: Line | None = None
    url: Resource | None = None


class PullQuote(Block, frozen=True, kw_only=True, omit_defaults=True):
    """Words of the story itself, or of somebody in it, set large."""

    text: Text
    attribution: Line | None = None
    url: Resource | None = None


class Embed(Block, frozen=True, kw_only=True, omit_defaults=True, forbid_unknown_fields=True):
    """Something that another provider shows, named by its id or its address: in a frame, or as a card with a link."""

    provider: Annotated[
        Line, Meta(description="youtube, x, datawrapper, iframe …; an unknown one becomes a card with its link")
    ]
    id: Annotated[str, Meta(min_length=1, max_length=500)] | None = None
    url: Link | None = None
    title: Line | None = None
    caption: Text | None = None
    width: Pixels | None = None
    height: Pixels | None = None
    fallback_text: Text | None = None
    warning: Warned = None

    def __post_init__(self) -> None:
        if not self.id and not self.url:
            raise ValueError("has neither `id` nor `url`|give the provider's id, or the address of the page to embed")


class Cell(Struct, frozen=True, kw_only=True, omit_defaults=True):
    """A cell that spans, is aligned, or heads its row or column."""

    text: Text
    header: bool = False
    align: Literal["start", "center", "end"] | None = None
    colspan: Annotated[int, Meta(ge=1, le=1000)] = 1
    rowspan: Annotated[int, Meta(ge=1, le=1000)] = 1


class Table(Block, frozen=True, kw_only=True, omit_defaults=True):
    """Rows of cells; the first `header_rows` of them head the columns."""

    rows: tuple[tuple[Text | Cell, ...], ...]
    header_rows: Annotated[int, Meta(ge=0)] = 0
    caption: Text | None = None


class Code(Block, frozen=True, kw_only=True, omit_defaults=True):
    """Lines shown as they are typed."""

    text: Annotated[str, Meta(description="a plain string")]
    language: Annotated[Line | None, Meta(description="the programming language")] = None


class Divider(Block, frozen=True, kw_only=True, omit_defaults=True):
    """A pause between two parts."""


class Ad(Block, frozen=True, kw_only=True, omit_defaults=True):
    """A place for an advertisement, of the body alone: none is shown inside of boxes and updates."""

    slot: Annotated[Line | None, Meta(description="a slot of the site's settings; another one shows nothing")] = None


class FactBox(Block, frozen=True, kw_only=True, omit_defaults=True, forbid_unknown_fields=True):
    """Background, set apart from the story."""

    blocks: "tuple[AnyBlock, ...]"
    title: Line | None = None
    warning: Warned = None


class KeyPoints(Block, frozen=True, kw_only=True, omit_defaults=True):
    """What a reader in a hurry should know."""

    items: tuple[Text, ...]
    title: Line | None = None


class RelatedStories(Block, frozen=True, kw_only=True, omit_defaults=True, tag="related"):
    """Other stories, in the middle of this one."""

    items: tuple[Related, ...]
    title: Line | None = None


class CorrectionNote(Block, frozen=True, kw_only=True, omit_defaults=True, tag="correction"):
    """A correction at the place it concerns."""

    text: Text
    at: Time | None = None


class Update(Block, frozen=True, kw_only=True, omit_defaults=True):
    """One entry of a live blog. Its `id` is part of each link to it: once published, neither should change."""

    id: Anchor
    at: Time
    blocks: "tuple[AnyBlock, ...]" = ()
    headline: Text | None = None
    bylines: Bylines | None = None
    updated_at: Time | None = None
    key: Annotated[bool, Meta(description="one of the events to remember")] = False
    pinned: Annotated[bool, Meta(description="put before all others on the first page")] = False


class Reviewed(Struct, frozen=True, kw_only=True, omit_defaults=True):
    """What a critic judges. Search engines are told of it, so that they can show the verdict beside it."""

    name: Annotated[str, Meta(min_length=1)]
    type: Literal["book", "film", "series", "album", "song", "game", "product", "other"] = "other"
    url: Annotated[
        Resource | None, Meta(description="a page by which it is known: the publisher's, an encyclopedia's")
    ] = None


class Rating(Block, frozen=True, kw_only=True, omit_defaults=True):
    """A critic's verdict."""

    value: Annotated[float, Meta(ge=0, le=1000)]
    best: Annotated[float, Meta(gt=0, le=1000)] = 5
    label: Line | None = None
    item: Annotated[Reviewed | None, Meta(description="what is rated, for search engines")] = None

    def __post_init__(self) -> None:
        if self.value > self.best:
            raise ValueError("has a `value` above its `best`|write a value from 0 to best")


class RawHtml(Block, frozen=True, kw_only=True, omit_defaults=True):
    """Markup from elsewhere: its text, lists, tables, pictures and links are shown, nothing that runs or is framed."""

    html: str
    amp: Annotated[
        str | None,
        Meta(description="what an AMP page shows instead, with a link to the whole; needed only where it is to differ"),
    ] = None
    title: Line | None = None


AnyBlock = (
    Paragraph
    | Heading
    | List
    | BlockQuote
    | PullQuote
    | Image
    | Gallery
    | Video
    | Audio
    | Embed
    | Table
    | Code
    | Divider
    | Ad
    | FactBox
    | KeyPoints
    | RelatedStories
    | CorrectionNote
    | Update
    | Rating
    | RawHtml
)

Lead = Image | Gallery | Video | Audio | Embed
