"""The story itself, as the kind of article that it is."""

from slugline.page.structured.live import live_coverage
from slugline.page.structured.media import films, image_object, recordings
from slugline.page.structured.paywall import access
from slugline.page.structured.people import authors, sentence_of
from slugline.page.structured.publisher import publisher
from slugline.page.structured.review import verdict
from slugline.page.structured.subject import Node, Subject, known, web_page
from slugline.page.text import words
from slugline.story.blocks import CorrectionNote
from slugline.story.document import Article, Liveblog
from slugline.story.metadata import Correction

_NEWS = "NewsArticle"
_BY_GENRE = {
    "analysis": "AnalysisNewsArticle",
    "explainer": "BackgroundNewsArticle",
    "opinion": "OpinionNewsArticle",
    "review": "ReviewNewsArticle",
}
"""Genres for which schema.org has a type of its own, by its definitions of them; all others are news."""


def article_node(subject: Subject) -> Node:
    """A story as an article, by Google's guidance; what is absent is left out."""
    article, story = subject.page.article, subject.story
    kind = type_of(article)
    node: Node = {
        "@type": kind,
        "mainEntityOfPage": subject.canonical,
        "headline": subject.headline,
        "description": subject.description,
        "image": [image_object(image, subject.site) for image in subject.images],
        "inLanguage": subject.page.language,
        "datePublished": story.published.iso,
        "dateModified": (story.updated or story.published).iso,
        "author": authors(article.bylines, subject.page.theme),
        "creditText": sentence_of(article.bylines),
        "publisher": publisher(subject.page.theme),
        "articleSection": subject.section,
        "keywords": subject.tags,
        "video": films(subject),
        "audio": recordings(subject),
        "correction": _corrections(subject),
        "sourceOrganization": _organization(article.source),
        "sponsor": _sponsor(subject),
        **access(article, subject.site),
        **_of_kind(kind, subject),
    }
    return known(node)


def type_of(article: Article) -> str:
    """The schema.org type of a story. What somebody paid for is not news, whatever its genre."""
    if isinstance(article, Liveblog):
        return "LiveBlogPosting"
    if article.sponsor:
        return "AdvertiserContentArticle"
    return _BY_GENRE.get(words(article.genre), _NEWS)


def _of_kind(kind: str, subject: Subject) -> Node:
    """What only some types of article have."""
    article = subject.page.article
    if isinstance(article, Liveblog):
        return live_coverage(article, subject)
    if not kind.endswith(_NEWS):
        return {}
    dateline = {"dateline": words(article.dateline)}
    return dateline | {"reviewRating": verdict(subject)} if kind == "ReviewNewsArticle" else dateline


def _corrections(subject: Subject) -> list[Node]:
    """What was put right: at the end of the story, and where it concerns."""
    notes: list[Correction | CorrectionNote] = [*subject.page.article.corrections]
    notes += [block for block, _ in subject.page.shown if isinstance(block, CorrectionNote)]
    return [
        known({"@type": "CorrectionComment", "text": text, "datePublished": subject.time(note.at)})
        for note in notes
        if (text := words(note.text))
    ]


def _organization(name: str | None) -> Node | None:
    told = words(name)
    return {"@type": "Organization", "name": told} if told else None


def _sponsor(subject: Subject) -> Node | None:
    sponsor = subject.page.article.sponsor
    named = _organization(sponsor.name) if sponsor else None
    return known(named | {"url": web_page(sponsor.url, subject.site)}) if sponsor and named else None
