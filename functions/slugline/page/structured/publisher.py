"""The newsroom, as a NewsMediaOrganization; the same on every page."""

import msgspec
from msgspec.structs import asdict

from slugline.page.structured.subject import Node, known
from slugline.page.text import absolute
from slugline.page.theme import Theme
from slugline.site import Site


def publisher(theme: Theme) -> msgspec.Raw:
    """All that is known of the newsroom, as JSON: it is made once for all pages."""
    return theme.remembered("publisher", lambda: msgspec.Raw(msgspec.json.encode(_whole(theme.site))))


def newsroom(site: Site) -> Node:
    """The newsroom by name, where it stands for an author."""
    return {"@type": "NewsMediaOrganization", "name": site.name, "url": f"{site.base_url}/"}


def _whole(site: Site) -> Node:
    told = {_property(name): _value(value, site.base_url) for name, value in asdict(site.publisher).items()}
    told["legalName"] = site.publisher.legal_name
    return known(newsroom(site) | {"logo": _logo(site)} | told)


def _property(name: str) -> str:
    """A setting's name in schema.org's spelling: `ethics_policy` is `ethicsPolicy`."""
    first, *rest = name.split("_")
    return first + "".join(map(str.title, rest))


def _value(value: str | tuple[str, ...] | None, base_url: str) -> str | list[str] | None:
    if value is None or isinstance(value, str):
        return absolute(value, base_url) if value else None
    return [absolute(url, base_url) for url in value]


def _logo(site: Site) -> Node | None:
    if not site.logo:
        return None
    url = absolute(site.logo.url, site.base_url)
    return {"@type": "ImageObject", "url": url, "width": site.logo.width, "height": site.logo.height}
