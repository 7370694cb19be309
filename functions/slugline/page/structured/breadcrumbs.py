"""The way from the front page to the story."""

from slugline.address import Route, location
from slugline.page.structured.subject import Node, Subject


def breadcrumb_list(subject: Subject) -> Node:
    """Front page, section where it has a page of its own, story; the last one needs no address (Google)."""
    section = subject.page.article.section
    base_url = subject.site.base_url
    way = [(subject.page.labels.front_page, f"{base_url}/")]
    if section and section.path and subject.section:
        way.append((subject.section, base_url + location(Route(section.path, "html"))))
    items = [
        {"@type": "ListItem", "position": position, "name": name, "item": url}
        for position, (name, url) in enumerate(way, 1)
    ]
    last = {"@type": "ListItem", "position": len(items) + 1, "name": subject.headline}
    return {"@type": "BreadcrumbList", "itemListElement": [*items, last]}
