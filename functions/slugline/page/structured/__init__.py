"""Structured data of a story: what search engines read of it, in the words of schema.org, as JSON-LD.

It tells what the page shows, and nothing else: times are those of the page, and of blocks those that came to be shown.
Decision 17 says what is claimed and what is not.
"""

from typing import Any

import msgspec
from markupsafe import Markup

from slugline.page.structured.article import article_node
from slugline.page.structured.breadcrumbs import breadcrumb_list
from slugline.page.structured.review import reviews
from slugline.page.structured.subject import Subject
from slugline.page.text import marked

# Inside a script element only these could end it, or open a comment (HTML Standard, 4.12.1.3); JSON reads them back.
_UNSAFE = {"<": "\\u003c", ">": "\\u003e", "&": "\\u0026", "\u2028": "\\u2028", "\u2029": "\\u2029"}


def structured_data(subject: Subject) -> Markup:
    """The article, the way to it, and reviews of other things, as one graph."""
    graph = [article_node(subject), breadcrumb_list(subject), *reviews(subject)]
    return json_ld({"@context": "https://schema.org", "@graph": graph})


def json_ld(data: dict[str, Any]) -> Markup:
    """Structured data as it may stand inside a script element."""
    text = msgspec.json.encode(data).decode()
    for character, escape in _UNSAFE.items():
        text = text.replace(character, escape)
    return marked(text)  # made safe by the table above
