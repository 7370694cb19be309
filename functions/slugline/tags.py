"""Cache tags: the labels by which the edge forgets pages.

`site` is on every answer; `section:<id>` and `story:<id>` on those of a story; `path:<path>` names each stored document
that an answer was made from, whether or not there was one, so that whoever knows only which document changed can have
every answer forgotten that depends on it (infra/decisions/0009).
"""

import hashlib
import re
from urllib.parse import quote

MAX_TAG = 256
"""Characters of a cache tag; CloudFront's limit."""
MAX_TAGS = 50
"""Tags of an answer that CloudFront looks at."""

SITE = "site"
_SAFE = "!$&()+-./:;=@_~"
_PLAIN = re.compile(r"[a-z0-9!$&()+\-./:;=@_~]*")
_SENDABLE = re.compile(r"[!-+\--~]{1,256}")


def tags_of(story: str | None = None, section: str | None = None, *paths: str) -> tuple[str, ...]:
    """The tags of an answer: the site's, its section's, its story's, and those of the documents it was made from."""
    tags = [SITE]
    tags += [section_tag(section)] if section else []
    tags += [_tag("story", story)] if story else []
    return (*tags, *map(path_tag, paths))[:MAX_TAGS]


def section_tag(identity: str) -> str:
    """The tag of a section."""
    return _tag("section", identity)


def path_tag(path: str) -> str:
    """The tag of the document that is, or would be, stored for a path."""
    return _tag("path", path)


def is_path(tag: str) -> bool:
    """Whether a tag names a document by its path."""
    return tag.startswith("path:")


def sendable(tag: str) -> bool:
    """Whether the edge can be asked to forget a tag: visible ASCII without a comma, of a length it knows.

    CloudFront refuses a whole batch for one that is not.
    """
    return bool(_SENDABLE.fullmatch(tag))


def _tag(kind: str, identity: str) -> str:
    """A tag of visible ASCII without commas, lower case since the edge ignores case; a long one ends in its digest."""
    plain = _PLAIN.fullmatch(identity)
    tag = f"{kind}:{identity if plain else quote(identity.lower(), safe=_SAFE).lower()}"
    if len(tag) <= MAX_TAG:
        return tag
    digest = hashlib.blake2b(tag.encode(), digest_size=8).hexdigest()
    return f"{tag[: MAX_TAG - 1 - len(digest)]}.{digest}"
