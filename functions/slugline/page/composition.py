"""One page in the making: what every block of it needs, and what comes to light while they are rendered."""

import re
from collections.abc import Callable, Iterable, Mapping
from datetime import datetime
from typing import Any, NamedTuple

from jinja2 import Template, TemplateSyntaxError
from markupsafe import Markup

from slugline.address import Format, Route, location
from slugline.page.context import BlockView, TimeView, WarnedView
from slugline.page.text import clean, marked
from slugline.page.theme import Theme
from slugline.page.times import time_view, zone_of
from slugline.story.blocks import CorrectionNote, Embed, FactBox, Rating, Update
from slugline.story.document import Article, Liveblog
from slugline.story.language import normalised
from slugline.story.media import Audio, Block, Gallery, Image, Video, block_type
from slugline.story.paging import Paging

# AMP refuses names of the DOM (`body`, `toString`: all of them letters alone) and of its own engine as ids.
_KEPT_BY_AMP = re.compile("[a-z_]+|i-amphtml-.*", re.IGNORECASE)


_MAY_SHOCK = (Image, Gallery, Video, Audio, Embed, FactBox)


_TOLD = frozenset({Video, Audio, Update, Rating, CorrectionNote})
"""Blocks that structured data tells of."""


class Loss(NamedTuple):
    """A block that could not be rendered, and so was left out."""

    place: str
    """JSON path: `$.body[3]`."""
    reason: str
    """The template, its line where known, and what went wrong."""


class Mark(NamedTuple):
    """How an update of a live blog is found."""

    anchor: str
    url: str
    """Its permalink: of this site, and the same in both formats."""


class Composition:
    """The state of one page while it is rendered."""

    def __init__(
        self,
        article: Article,
        page_format: Format,
        theme: Theme,
        views: "Mapping[type, ViewFunction]",
        number: int = 1,
    ) -> None:
        self.article = article
        self.format = page_format
        self.number = number
        """Which page of a live blog it is."""
        self.theme = theme
        self.language = normalised(article.language)
        self.labels = theme.labels_for(self.language)
        self.locale = theme.locale_for(self.language)
        self.zone = zone_of(article.timezone, theme.site.timezone)
        self._views = views
        self.rooms: set[str] = set()
        self.frames: set[str] = set()
        """The origins of the pages that stand in frames: `https://player.example.com`."""
        self.losses: list[Loss] = []
        self.shown: list[tuple[Block, BlockView]] = []
        """Blocks that structured data tells of, as far as they are on the page: nested ones before what holds them."""
        self._anchors: dict[str, int] = {}
        """How often each was wanted."""
        self._fillers: dict[str, Callable[[object], str]] = {}
        self.paging = Paging(article) if isinstance(article, Liveblog) else None
        self.marks: dict[str, Mark] = self._marks(self.paging) if self.paging else {}
        """The updates of a live blog, by their place in the document."""
        self.dates: dict[str, str] = {}
        """The dates that updates are headed by, by their place too."""

    def _marks(self, paging: Paging) -> dict[str, Mark]:
        """Anchors are given out from the oldest update on: none is changed by those that come later."""
        own = {number: location(Route(self.article.path, "html", number)) for number in paging.numbers}
        marks = {}
        for entry in reversed(paging.entries):
            anchor = self.anchor(entry.update.id)
            marks[entry.place] = Mark(anchor, f"{own[entry.page]}#{anchor}")
        return marks

    def time(self, moment: datetime) -> TimeView:
        """A moment in the story's zone and language."""
        return time_view(moment, self.zone, self.locale)

    def optional_time(self, moment: datetime | None) -> TimeView | None:
        """The same; None for none."""
        return None if moment is None else self.time(moment)

    def anchor(self, wanted: str) -> str:
        """An id of the page's own: each stands once, and none is a word that AMP keeps for itself."""
        first = name = f"-{wanted}" if _KEPT_BY_AMP.fullmatch(wanted) else wanted
        while name in self._anchors:
            self._anchors[first] += 1
            name = f"{first}.{self._anchors[first]}"
        self._anchors[name] = 1
        return name

    def blocks(self, blocks: Iterable[Block], place: str) -> Markup:
        """Blocks, rendered one after another; one that fails is left out, and told in `losses`."""
        shown = [self._block(block, Spot(self, f"{place}[{index}]")) for index, block in enumerate(blocks)]
        return marked("".join(shown))  # each came out of an autoescaping template

    def block(self, block: Block, place: str) -> Markup:
        """One of them."""
        return Markup(self._block(block, Spot(self, place)))  # noqa: S704 -- an autoescaping template

    def lead(self, block: Block) -> Markup:
        """The lead media, rendered."""
        return marked(self._block(block, Spot(self, "$.lead", lead=True)))

    def show(self, view: BlockView) -> Markup:
        """A block's view, through its template."""
        return marked(self._show(view))

    def _block(self, block: Block, spot: "Spot") -> str:
        """One block, rendered; nothing where it fails, or shows nothing."""
        before = len(self.shown)
        warning = warning_of(block) if isinstance(block, _MAY_SHOCK) else None
        try:
            # Nothing that is hidden is loaded before the rest.
            view = self._views[type(block)](block, spot._replace(lead=False) if warning else spot)
            if view is None:
                return ""
            shown = self._warned(warning, self.show(view)) if warning else self._show(view)
        except Exception as fault:  # noqa: BLE001 -- whatever a theme's template does, one bad block takes no page down
            self.losses.append(Loss(spot.place, told(fault, block_type(type(block).__name__))))
            del self.shown[before:]  # what it holds is lost with it
            return ""
        if warning:
            del self.shown[before:]  # what it holds is hidden with it
        elif type(block) in _TOLD:
            self.shown.append((block, view))
        return shown

    def _show(self, view: BlockView) -> str:
        room = view.template
        fill = self._fillers.get(room)
        if fill is None:
            template = self.theme.block_template(room, self.format)
            fill = self._fillers[room] = self.theme.filler(template, labels=self.labels)
            self.rooms.add(room)
        return fill(view)

    def _warned(self, warning: str, content: Markup) -> str:
        self.rooms.add("warned")
        view = WarnedView(warning=clean(warning).strip(), content=content)
        return self.theme.fill(self.theme.page_template("warned"), block=view, labels=self.labels)


def warning_of(block: Block) -> str | None:
    """What a block stands behind: its own notice, and those of the pictures in it."""
    pictures = (*getattr(block, "images", ()), getattr(block, "poster", None))
    notices = [getattr(part, "warning", None) for part in (block, *pictures)]
    return "; ".join(dict.fromkeys(filter(None, notices))) or None


class Spot(NamedTuple):
    """Where a block stands: on which page, at which place of the document."""

    page: Composition
    place: str
    lead: bool = False


ViewFunction = Callable[[Any, Spot], BlockView | None]
"""Decides what the template of a block is given; None shows nothing."""


def told(fault: Exception, where: str) -> str:
    """A template's fault in one line, with the template and line it happened in."""
    if isinstance(fault, TemplateSyntaxError):
        return f"{fault.filename or fault.name or where}, line {fault.lineno}: {fault.message}"
    trace = fault.__traceback__
    while trace:
        # Compiled templates name themselves so for Jinja's own tracebacks.
        template = trace.tb_frame.f_globals.get("__jinja_template__")
        if isinstance(template, Template):
            file = template.filename if str(template.filename).endswith(".jinja") else template.name
            where = f"{file}, line {template.get_corresponding_lineno(trace.tb_lineno)}"
        trace = trace.tb_next
    return f"{where}: {type(fault).__name__}: {fault}"
