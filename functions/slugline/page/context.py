"""What a template may use: every value, its type and what it is.

This is a contract. `templates/CONTEXT.md` is generated from it, and a test holds the two together; a template that uses
anything else fails. Templates hold markup: whatever is decided is decided before a value stands here.
`Markup` values are safe to print as they are; every other text is escaped where it is printed.
"""

from typing import Annotated, ClassVar, NamedTuple

from markupsafe import Markup
from msgspec import Struct

from slugline.labels import Labels


class With(Struct, frozen=True):
    """Says of a value that it is there whenever another is: who has asked for the one need not ask again."""

    name: str


class Without(Struct, frozen=True):
    """Says of a value that it is there whenever another is not."""

    name: str


class View(Struct, frozen=True, kw_only=True, gc=False):
    """What a template is given of one thing."""


class TimeView(View, frozen=True, kw_only=True, gc=False):
    """A moment, for machines and for readers."""

    iso: Annotated[str, "RFC 3339 with offset, for a `datetime` attribute"]
    text: Annotated[str, "date and time with the zone, in the story's language"]
    clock: Annotated[str, "the time alone"]
    date: Annotated[str, "the date alone"]


class LinkView(View, frozen=True, kw_only=True, gc=False):
    """A link with its name."""

    name: Annotated[str, "what it is called"]
    url: Annotated[str, "where it leads"]
    current: Annotated[bool, "whether the story belongs to it"] = False


class PictureView(View, frozen=True, kw_only=True, gc=False):
    """An `<img>`, decided down to its attributes."""

    src: Annotated[str, "a rendition of middling width"]
    srcset: Annotated[str | None, "every rendition with its width, where there are several"]
    sizes: Annotated[str | None, With("srcset"), "how wide it stands"]
    width: Annotated[int, "of the whole picture, or 3 where it is not known"]
    height: Annotated[int, "of the whole picture, or 2 where it is not known"]
    alt: Annotated[str, "what it shows; empty for decoration"]
    shape: Annotated[str, "classes: `portrait`, `unsized`, `fx-…` and `fy-…` for the focal point"]
    lead: Annotated[bool, "loaded first of all, not lazily"]


class ParagraphView(View, frozen=True, kw_only=True, gc=False):
    """blocks/paragraph"""

    template: ClassVar[str] = "paragraph"
    text: Annotated[Markup, "the running text"]


class HeadingView(View, frozen=True, kw_only=True, gc=False):
    """blocks/heading"""

    template: ClassVar[str] = "heading"
    text: Annotated[Markup, "the heading"]
    level: Annotated[int, "2 to 4"]


class ListItemView(View, frozen=True, kw_only=True, gc=False):
    """An item of a list, with the list below it."""

    text: Annotated[Markup, "the item"]
    items: Annotated["tuple[ListItemView, ...]", "the list below it, if any"] = ()
    ordered: Annotated[bool, "whether the list below it is numbered"] = False


class ListView(View, frozen=True, kw_only=True, gc=False):
    """blocks/list"""

    template: ClassVar[str] = "list"
    items: Annotated[tuple[ListItemView, ...], "the items"]
    ordered: Annotated[bool, "whether it is numbered"]


class BlockQuoteView(View, frozen=True, kw_only=True, gc=False):
    """blocks/block_quote"""

    template: ClassVar[str] = "block_quote"
    text: Annotated[Markup, "the words"]
    attribution: Annotated[str | None, "whose words"]
    url: Annotated[str | None, "where they stand"]


class PullQuoteView(View, frozen=True, kw_only=True, gc=False):
    """blocks/pull_quote"""

    template: ClassVar[str] = "pull_quote"
    text: Annotated[Markup, "the words, without quotation marks"]
    attribution: Annotated[str | None, "whose words"]
    url: Annotated[str | None, "where they stand"]


class ImageView(View, frozen=True, kw_only=True, gc=False):
    """blocks/image"""

    template: ClassVar[str] = "image"
    picture: Annotated[PictureView, "the picture"]
    caption: Annotated[Markup | None, "the caption"]
    credit: Annotated[str | None, "who made it"]
    size: Annotated[str, "inset, column, wide or full"]
    count: Annotated[str | None, "which of how many pictures of a gallery it is, in words"] = None


class GalleryView(View, frozen=True, kw_only=True, gc=False):
    """blocks/gallery"""

    template: ClassVar[str] = "gallery"
    images: Annotated[tuple[ImageView, ...], "the pictures, in order"]
    title: Annotated[str | None, "its title"]


class SourceView(View, frozen=True, kw_only=True, gc=False):
    """One file of a film or recording."""

    url: Annotated[str, "its address"]
    type: Annotated[str | None, "its media type"]


class TrackView(View, frozen=True, kw_only=True, gc=False):
    """A caption file."""

    url: Annotated[str, "its address"]
    kind: Annotated[str, "subtitles, captions, descriptions, chapters or metadata"]
    language: Annotated[str | None, "its language"]
    label: Annotated[str, "how a player names it"]
    default: Annotated[bool, "whether it is shown unasked"]


class PlayerView(View, frozen=True, kw_only=True, gc=False):
    """What films and recordings share."""

    sources: Annotated[tuple[SourceView, ...], "the files"]
    tracks: Annotated[tuple[TrackView, ...], "the caption files"]
    poster: Annotated[PictureView | None, "a still picture"]
    title: Annotated[str | None, "its title"]
    caption: Annotated[Markup | None, "the caption"]
    description: Annotated[str | None, "what is to be seen or heard"]
    duration: Annotated[str | None, "how long it is, in words"]
    live: Annotated[bool, "whether it is going on"]
    address: Annotated[str, "where its first file lies, in full, for those who read on paper"]
    width: Annotated[int, "of the picture"]
    height: Annotated[int, "of the picture"]
    ratio: Annotated[str, "height in percent of the width, as an AMP sizer states it: 56.25%"]


class VideoView(PlayerView, frozen=True, kw_only=True, gc=False):
    """blocks/video"""

    template: ClassVar[str] = "video"


class AudioView(PlayerView, frozen=True, kw_only=True, gc=False):
    """blocks/audio"""

    template: ClassVar[str] = "audio"


class AttributeView(NamedTuple):
    """An attribute of an element of AMP's."""

    name: Annotated[str, "data-videoid"]
    text: Annotated[str, "what it says"]


class IframeView(View, frozen=True, kw_only=True, gc=False):
    """What another page shows, in a frame."""

    url: Annotated[str, "its address"]
    title: Annotated[str, "what it is, for those who cannot see it"]
    sandbox: Annotated[str, "what it may do, for a `sandbox` attribute"]
    allow: Annotated[str | None, "what of the browser it may use, for an `allow` attribute"]
    shape: Annotated[str | None, "the class of its box, where it keeps its shape: `s-16-9`"]
    tall: Annotated[bool, "whether it is much higher than wide"]
    width: Annotated[int | None, With("ratio"), "its width in pixels, where it keeps its shape"]
    height: Annotated[int, "its height in pixels"]
    ratio: Annotated[str | None, "height in percent of the width, as an AMP sizer states it: 56.25%"]
    component: Annotated[str | None, "AMP's own element for it: amp-youtube"]
    attributes: Annotated[tuple[AttributeView, ...], "the attributes of that element"]


class EmbedView(View, frozen=True, kw_only=True, gc=False):
    """blocks/embed: what another provider shows, in a frame or as a card with a link"""

    template: ClassVar[str] = "embed"
    label: Annotated[str, "what it is: Video, Audio, or the provider's name"]
    title: Annotated[str | None, "its title"]
    caption: Annotated[Markup | None, "the caption"]
    fallback: Annotated[Markup | None, "what it says, in words"]
    quoted: Annotated[bool, "whether these are to be set as a quotation"] = False
    poster: Annotated[PictureView | None, "a still picture"]
    duration: Annotated[str | None, "how long it is, in words, or that it is going on"]
    frame: Annotated[IframeView | None, With("show"), "what is shown, where it can stand in a frame"] = None
    show: Annotated[str | None, "the words that open the frame; none where it stands open, or there is none"] = None
    url: Annotated[str | None, "where it can be opened"]
    action: Annotated[str | None, With("url"), "the words of that link"]
    contacts: Annotated[
        str | None, With("show"), "who will be contacted, in a sentence; none where that is done unasked"
    ]


class CellView(View, frozen=True, kw_only=True, gc=False):
    """A cell of a table."""

    text: Annotated[Markup, "what it says"]
    header: Annotated[bool, "whether it heads its row or column"]
    scope: Annotated[str | None, "col or row, for a header"]
    align: Annotated[str | None, "center or end; numbers stand at the end"]
    colspan: Annotated[int, "columns it spans"]
    rowspan: Annotated[int, "rows it spans"]


class TableView(View, frozen=True, kw_only=True, gc=False):
    """blocks/table"""

    template: ClassVar[str] = "table"
    caption: Annotated[Markup | None, "its title"]
    head: Annotated[tuple[tuple[CellView, ...], ...], "the rows that head the columns"]
    body: Annotated[tuple[tuple[CellView, ...], ...], "the other rows"]


class CodeView(View, frozen=True, kw_only=True, gc=False):
    """blocks/code"""

    template: ClassVar[str] = "code"
    text: Annotated[str, "the lines"]
    language: Annotated[str | None, "the programming language"]


class DividerView(View, frozen=True, kw_only=True, gc=False):
    """blocks/divider"""

    template: ClassVar[str] = "divider"


class FactBoxView(View, frozen=True, kw_only=True, gc=False):
    """blocks/fact_box"""

    template: ClassVar[str] = "fact_box"
    title: Annotated[str | None, "its title"]
    content: Annotated[Markup, "its blocks, rendered"]


class KeyPointsView(View, frozen=True, kw_only=True, gc=False):
    """blocks/key_points"""

    template: ClassVar[str] = "key_points"
    title: Annotated[str, "its title, or the interface's word"]
    items: Annotated[tuple[Markup, ...], "the points"]


class RelatedStoryView(View, frozen=True, kw_only=True, gc=False):
    """A story that is linked to."""

    headline: Annotated[Markup, "its headline, without links"]
    url: Annotated[str, "its address"]
    picture: Annotated[PictureView | None, "a small picture"]


class RelatedView(View, frozen=True, kw_only=True, gc=False):
    """blocks/related"""

    template: ClassVar[str] = "related"
    title: Annotated[str, "its title, or the interface's word"]
    items: Annotated[tuple[RelatedStoryView, ...], "the stories"]


class CorrectionView(View, frozen=True, kw_only=True, gc=False):
    """blocks/correction"""

    template: ClassVar[str] = "correction"
    text: Annotated[Markup, "what was put right"]
    at: Annotated[TimeView | None, "when"]


class AuthorView(View, frozen=True, kw_only=True, gc=False):
    """One author."""

    name: Annotated[str, "the name"]
    role: Annotated[str | None, "what the author did"]
    url: Annotated[str | None, "a page about them"]
    image: Annotated[str | None, "a small portrait"]


class BylineView(View, frozen=True, kw_only=True, gc=False):
    """Who made a story: authors, or a sentence."""

    authors: Annotated[tuple[AuthorView, ...], "the authors"]
    sentence: Annotated[Markup | None, "the sentence, where there is one instead"]


class UpdateView(View, frozen=True, kw_only=True, gc=False):
    """blocks/update"""

    template: ClassVar[str] = "update"
    id: Annotated[str, "its anchor"]
    url: Annotated[str, "its permalink"]
    at: Annotated[TimeView, "when it was written"]
    date: Annotated[str | None, "the date of that, on the first of a day where the coverage has several"]
    updated: Annotated[TimeView | None, "when it was last changed"]
    headline: Annotated[Markup | None, "its headline"]
    byline: Annotated[BylineView | None, "who wrote it"]
    key: Annotated[bool, "one of the events to remember"]
    pinned: Annotated[bool, "stays on top"]
    content: Annotated[Markup, "its blocks, rendered"]


class KeyEventView(View, frozen=True, kw_only=True, gc=False):
    """An event of a live blog to remember."""

    at: Annotated[TimeView, "when"]
    date: Annotated[str | None, "the date of that, on the first of a day where the coverage has several"]
    text: Annotated[Markup, "what, without links"]
    url: Annotated[str, "where it is told"]


class LiveItemView(View, frozen=True, kw_only=True, gc=False):
    """An update in the list of a live blog."""

    id: Annotated[str, "what an AMP live list knows it by; the anchor is another"]
    sorted_by: Annotated[int, "seconds since 1970"]
    changed: Annotated[int, "when it was last changed: seconds since 1970"]
    content: Annotated[Markup, "the update, rendered"]


class PollView(View, frozen=True, kw_only=True, gc=False):
    """How an AMP live list asks for new updates."""

    milliseconds: Annotated[int, "how often"]
    most: Annotated[int, "how many updates the page may have"]


class PagesView(View, frozen=True, kw_only=True, gc=False):
    """The way to the other pages of a live blog."""

    text: Annotated[str, "which page this is, and of how many"]
    newer: Annotated[str | None, "the page with the next newer updates"]
    older: Annotated[str | None, "the page with the next older ones"]


class LiveView(View, frozen=True, kw_only=True, gc=False):
    """blocks/live: the body of a live blog's page"""

    template: ClassVar[str] = "live"
    ended: Annotated[bool, "whether nothing more will come"]
    refresh: Annotated[str | None, "the page with the newest updates, while the coverage goes on"]
    before: Annotated[Markup, "what comes before the updates, rendered; on the first page"]
    key_events: Annotated[tuple[KeyEventView, ...], "the events to remember; on the first page"]
    folded: Annotated[bool, "whether they are so many that the list is better opened on demand"]
    pinned: Annotated[Markup, "the updates that stand before all others, rendered; on the first page"]
    updates: Annotated[tuple[LiveItemView, ...], "the others, newest first"]
    poll: Annotated[PollView | None, "on the first AMP page, while the coverage goes on"]
    pages: Annotated[PagesView | None, "the way to the other pages, where there are several"]
    after: Annotated[Markup, "what comes after the updates, rendered; on the first page"]


class RatingView(View, frozen=True, kw_only=True, gc=False):
    """blocks/rating"""

    template: ClassVar[str] = "rating"
    label: Annotated[str | None, "what is rated, or the verdict in a word"]
    text: Annotated[str, "the verdict in words: 4 out of 5"]
    steps: Annotated[tuple[str, ...], "full, half and empty, one for each step; none where there are over ten"]


class RawHtmlView(View, frozen=True, kw_only=True, gc=False):
    """blocks/raw_html: markup from elsewhere, of which only what is harmless is left"""

    template: ClassVar[str] = "raw_html"
    id: Annotated[str | None, "its anchor, where the AMP page leads to it"]
    title: Annotated[str | None, "its title"]
    content: Annotated[Markup | None, "what is left of it: text, lists, tables, pictures, without class, style or id"]
    name: Annotated[str | None, "what its box is called, where it is one that scrolls sideways"]
    full: Annotated[LinkView | None, "on an AMP page that shows something else in its place: the HTML page's"]


class AdView(View, frozen=True, kw_only=True, gc=False):
    """blocks/ad: a slot of the site's settings, which keeps its place whatever comes"""

    template: ClassVar[str] = "ad"
    width: Annotated[int, "CSS pixels"]
    height: Annotated[int, "CSS pixels"]
    frame: Annotated[str | None, "HTML: the address of the page that stands in the frame"] = None
    waits: Annotated[bool, "whether it waits for the reader's consent"]
    type: Annotated[str | None, "AMP: the network, as `amp-ad` names it"] = None
    data: Annotated[
        tuple[LinkView, ...], "AMP: what the network is told; `name` is the attribute, `url` its value"
    ] = ()


BlockView = (
    ParagraphView
    | HeadingView
    | ListView
    | BlockQuoteView
    | PullQuoteView
    | ImageView
    | GalleryView
    | VideoView
    | AudioView
    | EmbedView
    | TableView
    | CodeView
    | DividerView
    | FactBoxView
    | KeyPointsView
    | RelatedView
    | CorrectionView
    | UpdateView
    | LiveView
    | RatingView
    | RawHtmlView
    | AdView
)


class WarnedView(View, frozen=True, kw_only=True, gc=False):
    """page/warned: a block behind a notice"""

    warning: Annotated[str, "the notice"]
    content: Annotated[Markup, "the block, rendered"]


class ShareImageView(View, frozen=True, kw_only=True, gc=False):
    """The picture that stands for a story elsewhere."""

    url: Annotated[str, "its absolute address"]
    type: Annotated[str | None, "its media type, where its name tells"]
    width: Annotated[int | None, "its width"]
    height: Annotated[int | None, With("width"), "its height"]
    alt: Annotated[str | None, "what it shows"]


class ShareFilmView(View, frozen=True, kw_only=True, gc=False):
    """The lead's film, where other sites can play it."""

    url: Annotated[str, "its absolute address"]
    type: Annotated[str, "its media type"]
    width: Annotated[int | None, "its width"]
    height: Annotated[int | None, With("width"), "its height"]


class ShareView(View, frozen=True, kw_only=True, gc=False):
    """What Open Graph and a Twitter card say of a story."""

    title: Annotated[str, "the headline for sharing"]
    image: Annotated[ShareImageView | None, "the picture"]
    film: Annotated[ShareFilmView | None, "the lead's film"]
    locale: Annotated[str | None, "language_TERRITORY, where a territory is known"]
    other_locales: Annotated[tuple[str, ...], "the same, of the story in other languages"]
    published: Annotated[str, "RFC 3339"]
    modified: Annotated[str, "RFC 3339"]
    section: Annotated[str | None, "the section's name"]
    tags: Annotated[tuple[str, ...], "the tags' names"]
    authors: Annotated[tuple[str, ...], "the absolute addresses of the authors' pages"]
    publisher: Annotated[str | None, "the publisher's page on Facebook"]
    handle: Annotated[str | None, "the publisher's on X"]


class HeadView(View, frozen=True, kw_only=True, gc=False):
    """What search engines and other sites read."""

    title: Annotated[str, "the document's title"]
    description: Annotated[str | None, "a sentence or two"]
    canonical: Annotated[str | None, With("share"), "the absolute address of the canonical copy"]
    newer: Annotated[str | None, "the absolute address of a live blog's page with newer updates"]
    older: Annotated[str | None, "the absolute address of the one with older updates"]
    amphtml: Annotated[str | None, "the absolute address of the AMP page, on the HTML page of a story that has one"]
    robots: Annotated[str, "what a search engine may do"]
    news_robots: Annotated[str | None, "what Google News may do, where that is less"]
    share: Annotated[ShareView | None, "Open Graph and Twitter card"]
    alternates: Annotated[
        tuple[LinkView, ...], "the story in each of its languages, this one too; the name is the language tag"
    ]
    json_ld: Annotated[Markup | None, "structured data, safe inside its script element"]


class SiteView(View, frozen=True, kw_only=True, gc=False):
    """The publisher."""

    name: Annotated[str, "its name"]
    logo: Annotated[PictureView | None, "its logo"]
    home: Annotated[str, "the address of the front page"]
    icon: Annotated[str | None, "the picture of a tab"]
    touch_icon: Annotated[str | None, "the picture of a home screen"]
    feed: Annotated[str | None, "the address of the newest stories, as RSS"]
    paper: Annotated[str | None, "the colour of the page, for a browser's bars"]
    dark_paper: Annotated[str | None, "the same on a dark screen"]
    navigation: Annotated[tuple[LinkView, ...], "the sections"]
    footer: Annotated[tuple[LinkView, ...], "about, policies, contact"]
    copyright: Annotated[str, "the line at the foot"]


class FrameView(View, frozen=True, kw_only=True, gc=False):
    """page/masthead and page/footer: as `page`, since they are the same on every story of a section"""

    site: Annotated[SiteView, "the publisher, the story's section marked"]
    attributes: Annotated[Markup, "the site's `lang` and `dir`, on a page in another language"]


class SponsorView(View, frozen=True, kw_only=True, gc=False):
    """Who paid for the story."""

    name: Annotated[str, "the sponsor's name"]
    url: Annotated[str | None, "the sponsor's page"]
    logo: Annotated[str | None, "the sponsor's logo"]


class StoryView(View, frozen=True, kw_only=True, gc=False):
    """A story around its body."""

    live: Annotated[bool, "whether it is a live blog that goes on"]
    kicker: Annotated[Markup | None, "the words above the headline"]
    genre: Annotated[str | None, "its kind, as a label; none for news"]
    section: Annotated[LinkView | None, "where it belongs; the address may be empty"]
    headline: Annotated[Markup, "the headline"]
    standfirst: Annotated[Markup | None, "what it is about"]
    byline: Annotated[BylineView | None, "who made it"]
    dateline: Annotated[Markup | None, "where it was written"]
    published: Annotated[TimeView, "when it was published"]
    updated: Annotated[TimeView | None, "when it was last changed, if later"]
    share: Annotated[tuple[LinkView, ...], "where it can be shared"]
    sponsor: Annotated[SponsorView | None, "who paid for it"]
    lead: Annotated[Markup | None, "the lead media, rendered"]
    key_points: Annotated[Markup | None, "the key points, rendered"]
    body: Annotated[Markup, "the blocks, rendered"]
    corrections: Annotated[tuple[CorrectionView, ...], "what was put right"]
    source: Annotated[str | None, "the agency it comes from"]
    tags: Annotated[tuple[LinkView, ...], "what it is about; an address may be empty"]
    comments: Annotated[str | None, "where readers discuss it"]
    related: Annotated[Markup | None, "other stories, rendered"]


class MessageView(View, frozen=True, kw_only=True, gc=False):
    """An answer without a story, in words."""

    title: Annotated[str, "a few words"]
    text: Annotated[Markup, "a sentence"]
    way_on: Annotated[str, "the words of the link to the front page"]


class AnalyticsView(View, frozen=True, kw_only=True, gc=False):
    """What `amp-analytics` is told."""

    type: Annotated[str | None, "the vendor"]
    config: Annotated[str | None, "where its configuration lies"]
    settings: Annotated[Markup | None, "its configuration, as JSON that is safe inside a script element"]


class ClosingView(View, frozen=True, kw_only=True, gc=False):
    """page/closing-html and page/closing-amp, as `closing`: what counts visits, and what asks for consent"""

    pixel: Annotated[str | None, "the address of a picture that counts a visit"]
    script: Annotated[str | None, "HTML: the address of a script that counts visits"]
    analytics: Annotated[AnalyticsView | None, "AMP: what counts visits"]
    waits: Annotated[bool, "whether all that waits for the reader's consent"]
    consent_script: Annotated[str | None, "HTML: the address of the script that asks for it"]
    consent: Annotated[Markup | None, "AMP: the configuration of `amp-consent`, safe inside a script element"]


class PageView(View, frozen=True, kw_only=True, gc=False):
    """page/html and page/amp, and all that they include"""

    language: Annotated[str, "BCP 47, normalised"]
    direction: Annotated[str, "ltr or rtl"]
    head: Annotated[HeadView, "what search engines and other sites read"]
    styles: Annotated[Markup, "the CSS of the page and of the blocks on it"]
    components: Annotated[tuple[str, ...], "the AMP components on the page: amp-video"]
    spoken: Annotated[Markup, "`lang` and `dir` of the labels, where a story's language has none of its own"]
    site: Annotated[SiteView, "the publisher"]
    masthead: Annotated[Markup, "page/masthead, rendered"]
    footer: Annotated[Markup, "page/footer, rendered"]
    closing: Annotated[
        Markup | None, "page/closing-html or -amp, rendered, where the site's settings ask for something"
    ]
    labels: Annotated[Labels, "the words of the interface"]
    story: Annotated[StoryView | None, "the story"]
    message: Annotated[MessageView | None, Without("story"), "the message"]
