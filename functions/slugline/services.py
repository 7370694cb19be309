"""What a site's settings ask of others: advertisements, the counting of visits, the reader's consent."""

import json
import re
from typing import Annotated
from urllib.parse import quote, urlsplit

from msgspec import Meta, Struct

from slugline.story.fields import Line, Pixels

_PLACE = re.compile(r"\{([^{}]*)\}")
PLACES = ("path", "section", "language")
"""What an address may tell of a story, in braces: its path, its section's id, its language."""

Service = Annotated[
    str,
    Meta(
        pattern=r"^https://[a-z0-9-]+(?:\.[a-z0-9-]+)*(?::[0-9]{1,5})?(?:[/?][!#-;=?-Z_a-z{}~%]*)?$(?!\n)",
        max_length=2_048,
        description="an https address; {path}, {section} and {language} in it are filled in",
        extra={"what": "is not an https address", "mend": "write it like https://stats.example/count?page={path}"},
    ),
]
Origin = Annotated[
    str,
    Meta(
        pattern=r"^https://(?:\*\.)?[a-z0-9-]+(?:\.[a-z0-9-]+)*(?::[0-9]{1,5})?$(?!\n)",
        description="https://api.example.com, or https://*.example.com",
        extra={"what": "is not the scheme and host of a service", "mend": "write it like https://api.example.com"},
    ),
]
Word = Annotated[
    str,
    Meta(
        pattern=r"^[A-Za-z0-9][A-Za-z0-9_-]*$(?!\n)",
        max_length=100,
        description="letters, digits, - and _",
        extra={"what": "is not a single word", "mend": "write letters, digits, - and _"},
    ),
]
DataName = Annotated[
    str,
    Meta(
        pattern=r"^[a-z0-9]+(?:-[a-z0-9]+)*$(?!\n)",
        max_length=50,
        description="small letters and digits, with - between them",
        extra={"what": "is not the name of a data attribute", "mend": "write it like slot: it becomes data-slot"},
    ),
]


class Told(Struct, frozen=True, kw_only=True, forbid_unknown_fields=True):
    """What an AMP ad tells its network: `name` becomes the attribute `data-name`."""

    name: DataName
    value: Line

    def __post_init__(self) -> None:
        _fillable(self.value)


class AdSlot(Struct, frozen=True, kw_only=True, forbid_unknown_fields=True):
    """A place for advertisements, which `ad` blocks name. A format that has nothing to fill it with shows nothing."""

    slot: Line
    width: Annotated[Pixels, Meta(description="of the place that is kept; phones are 320 wide")]
    height: Pixels
    frame: Annotated[Service | None, Meta(description="HTML: the page that stands in a sandboxed frame")] = None
    type: Annotated[Word | None, Meta(description="AMP: the network, as amp-ad names it")] = None
    data: Annotated[tuple[Told, ...], Meta(description="AMP: what the network is told")] = ()

    def __post_init__(self) -> None:
        _fillable(self.frame)


class Analytics(Struct, frozen=True, kw_only=True, forbid_unknown_fields=True):
    """Who counts visits, and how."""

    pixel: Annotated[Service | None, Meta(description="a picture of one pixel, in both formats; no script")] = None
    script: Annotated[Service | None, Meta(description="HTML: a script, where a pixel is not enough")] = None
    type: Annotated[Word | None, Meta(description="AMP: the vendor, as amp-analytics names it")] = None
    config: Annotated[Service | None, Meta(description="AMP: where amp-analytics finds its configuration")] = None
    settings: Annotated[str | None, Meta(description="AMP: the configuration itself, as JSON")] = None
    connects: Annotated[tuple[Origin, ...], Meta(description="whom they talk to, besides their own hosts")] = ()

    def __post_init__(self) -> None:
        _fillable(self.pixel)
        _unfilled(self.script, self.config)
        if self.settings is not None and not _is_object(self.settings):
            raise ValueError("has `settings` that are no JSON object|write JSON, like '{\"vars\": {}}'")

    @property
    def in_amp(self) -> bool:
        """Whether there is an `amp-analytics`."""
        return bool(self.type or self.config or self.settings)


class Consent(Struct, frozen=True, kw_only=True, forbid_unknown_fields=True):
    """How readers are asked before they are counted, or shown advertisements."""

    id: Annotated[Word, Meta(description="AMP: the name under which the reader's choice is kept")]
    required: Annotated[bool, Meta(description="whether nothing of it happens before the reader says yes")] = True
    script: Annotated[
        Service | None, Meta(description="HTML: a script that asks, and then sets free what waits; else nothing waits")
    ] = None
    check: Annotated[Service | None, Meta(description="AMP: asked whether consent is required (checkConsentHref)")] = (
        None
    )
    connects: Annotated[tuple[Origin, ...], Meta(description="whom the script talks to, besides its own host")] = ()

    def __post_init__(self) -> None:
        _unfilled(self.script, self.check)


def _is_object(text: str) -> bool:
    try:
        return isinstance(json.loads(text), dict)
    except ValueError:
        return False


def _fillable(text: str | None) -> None:
    for name in _PLACE.findall(text or ""):
        if name not in PLACES:
            raise ValueError(f"asks for {{{name}}}|write {{{'}, {'.join(PLACES)}}}")


def _unfilled(*texts: str | None) -> None:
    if any(text and _PLACE.search(text) for text in texts):
        raise ValueError("has a script or a file whose address is another on each page|leave out what is in braces")


def filled(text: str, values: dict[str, str], *, in_address: bool = True) -> str:
    """A text with what is in braces filled in; percent-encoded `in_address`."""
    return _PLACE.sub(lambda found: quote(values[found[1]], safe="") if in_address else values[found[1]], text)


def origin_of(address: str) -> str:
    """Scheme, host and port of an address."""
    parts = urlsplit(address)
    return f"{parts.scheme}://{parts.netloc}"
