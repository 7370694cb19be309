"""The default theme of a publisher with other settings."""

from __future__ import annotations

import copy
from typing import Any

from msgspec import structs

from slugline.page.theme import Theme


def settled(theme: Theme, **settings: Any) -> Theme:
    """A theme whose site has some settings changed; nothing that either remembers is the other's."""
    site = structs.replace(theme.site, **settings)
    parts = ("labels", "locales", "styles", "providers", "environment", "build")
    return Theme(site=site, **{name: copy.copy(getattr(theme, name)) for name in parts})
