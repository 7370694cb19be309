"""What no page may hold, as far as a template's text shows it: what the policy stops, what AMP refuses."""

import re
from collections.abc import Iterator
from pathlib import Path

from jinja2 import nodes

from local.theme.finding import Finding, error

_TAG = re.compile(r"<(?P<tag>[a-z][a-z0-9-]*)|(?<=[\s\"'])(?P<attribute>style|on[a-z]+)=", re.IGNORECASE)
_COMMENT = re.compile(r"<!--.*?-->", re.DOTALL)
_IN_AMP = {
    "audio": "amp-audio",
    "video": "amp-video",
    "iframe": "amp-iframe",
    "picture": "an <img> with srcset",
    "object": "a link",
    "embed": "a link",
    "frame": "a link",
    "dialog": "a <details>",
    "search": "a <div>",
    "base": "absolute addresses",
    "form": "a link",
}
"""Elements that AMP refuses, and what takes their place there (validator's rules, spec revision 1188)."""


def faults(name: str, file: Path, tree: nodes.Template, *, amp: bool, html: bool) -> Iterator[Finding]:
    """What a template writes that does not work.

    Args:
        name: the template's, below its folder.
        file: where it is.
        tree: what it holds.
        amp: whether AMP pages are made of it.
        html: whether HTML pages are.
    """
    for data in tree.find_all(nodes.TemplateData):
        text = _COMMENT.sub(lambda match: " " * len(match[0]), data.data)
        for match in _TAG.finditer(text):
            line = data.lineno + data.data.count("\n", 0, match.start())
            told = (
                _attribute(match["attribute"], html=html) if match["attribute"] else _tag(match["tag"], name, amp=amp)
            )
            if told:
                yield error(file, line, *told)


def _attribute(attribute: str, *, html: bool) -> tuple[str, str] | None:
    if attribute.lower() != "style":
        return f"`{attribute}` never runs: the page's policy forbids it", "leave it out"
    if html:
        return "`style=` does nothing: the page's policy forbids it", "write a class, and its rule in a stylesheet"
    return None


def _tag(tag: str, name: str, *, amp: bool) -> tuple[str, str] | None:
    tag = tag.lower()
    if tag == "script" and name.startswith("blocks/"):
        return "<script> never runs: the page's policy forbids it", "leave it out"
    if amp and tag in _IN_AMP and not (tag == "audio" and name.endswith("amp.jinja")):  # amp-audio holds one
        there = "write" if name.endswith("amp.jinja") else "add amp.jinja beside it with"
        return f"AMP refuses <{tag}>", f"{there} {_IN_AMP[tag]}"
    return None
