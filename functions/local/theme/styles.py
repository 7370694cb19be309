"""Stylesheets: what AMP refuses, since both formats have the same; properties that nobody sets."""

import re
from collections.abc import Iterator, Mapping
from functools import cache
from pathlib import Path
from typing import NamedTuple

from local.theme.finding import Finding, error, meant, warning
from slugline.page.theme import SCRIPTS
from slugline.theme.css import Token, broken, tight, tokens

MOST = 20_000
"""Bytes of all stylesheets together, scripts' left out; no page has every block: the fullest is to stay under 12 KB."""
REFUSED_BY_AMP = 75_000
_AT_RULES = frozenset({"media", "supports", "page", "font-face", "keyframes", "-webkit-keyframes"})
_GROUPS = ("@media", "@supports", "@keyframes", "@-webkit-keyframes")
_USED = re.compile(r"var\(\s*(--[\w-]+)\s*(,)?")


class Declaration(NamedTuple):
    """A property that is set."""

    media: str
    """The at-rule around it, or nothing: `@media print`."""
    selector: str
    name: str
    value: str
    line: int


@cache
def declarations(css: str) -> tuple[Declaration, ...]:
    """The declarations of a stylesheet that is whole, in order."""
    return tuple(_declarations(css))


def _declarations(css: str) -> Iterator[Declaration]:
    heads: list[str] = []
    said: list[Token] = []
    for token in tokens(css):
        mark = token.text if token.kind == "mark" else ""
        if mark in ("{", "}", ";"):
            if mark != "{" and (declared := _declaration(said)):
                media = next((head for head in heads if head.startswith("@")), "")
                name, value, line = declared
                yield Declaration(media, heads[-1] if heads else "", name, value, line)
            if mark == "{":
                heads.append(tight("".join(part.text for part in said)))
            elif mark == "}" and heads:
                heads.pop()
            said = []
        elif token.kind != "comment":
            said.append(token)


def _declaration(said: list[Token]) -> tuple[str, str, int] | None:
    words = [part for part in said if part.kind != "space"]
    text = "".join(part.text for part in said)
    name, colon, value = text.partition(":")
    if not colon or name.strip().startswith("@"):
        return None
    return name.strip(), tight(value), words[0].line


def faults(file: Path, css: str) -> Iterator[Finding]:
    """What is wrong with one stylesheet."""
    fault = broken(css)
    if fault:
        yield error(file, *fault)
        return
    yield from _words(file, css)
    yield from _nesting(file, css)
    for markup in ("<!--", "</style"):
        if markup in tight(css).lower():
            line = css.lower().count("\n", 0, css.lower().index(markup)) + 1
            yield error(file, line, f"AMP refuses {markup} in styles", "leave it out")


def _words(file: Path, css: str) -> Iterator[Finding]:
    before = ""
    for token in tokens(css):
        text = token.text.lower()
        if token.kind in ("space", "comment"):
            continue
        if before == "@" and text not in _AT_RULES:
            yield error(file, token.line, f"AMP refuses @{text}", "write plain rules, @media or @supports")
        elif before == "!" and text == "important":
            yield error(file, token.line, "AMP refuses !important", "make the selector stronger, or write it later")
        elif "i-amphtml" in text:
            yield error(file, token.line, "AMP refuses names of its own (i-amphtml)", "name the element by a class")
        before = text


def _nesting(file: Path, css: str) -> Iterator[Finding]:
    opened: list[bool] = []  # of each brace, whether declarations follow it: of a rule, but not of @media
    head = ""
    for token in tokens(css):
        if token.text == "{":
            if any(opened):
                mend = "write it beside the other, with its whole selector"
                yield error(file, token.line, "AMP refuses a rule inside a rule", mend)
            opened.append(not head.strip().startswith(_GROUPS))
        elif token.text == "}":
            opened.pop()
        head = "" if token.text in ("{", "}", ";") else head + token.text * (token.kind != "comment")


def unset(styles: Mapping[str, tuple[Path, str]], default: Mapping[str, tuple[Path, str]]) -> Iterator[Finding]:
    """Properties that are used and that nothing sets, told of the file that set them in the default theme.

    Args:
        styles: the theme's stylesheets, the default's where it has none: file and text by name.
        default: the default theme's.
    """
    there = {one.name for _, css in styles.values() for one in declarations(css) if one.name.startswith("--")}
    setters = {one.name: name for name, (_, css) in reversed([*default.items()]) for one in declarations(css)}
    seen: set[str] = set()
    for file, css in styles.values():
        for one in declarations(css):
            for used, otherwise in _USED.findall(one.value):
                if used in there | seen or otherwise:
                    continue
                seen.add(used)  # one place is enough
                setter = setters.get(used)
                if setter and styles[setter][0] != default[setter][0]:
                    told = f"does not set {used}, which {file}:{one.line} uses"
                    yield error(styles[setter][0], 1, told, f"set it, as {default[setter][0]} does")
                else:
                    yield error(file, one.line, f"{used} is set nowhere", meant(used, there, "set it on :root"))


def weight(styles: Mapping[str, tuple[Path, str]]) -> int:
    """Bytes of all stylesheets together, made small; those of scripts, of which a page has one at most, left out."""
    return sum(len(tight(css).encode()) for name, (_, css) in styles.items() if not name.startswith(SCRIPTS))


def too_heavy(styles: Mapping[str, tuple[Path, str]], own: Mapping[str, Path]) -> Iterator[Finding]:
    """Told of the theme's largest stylesheet."""
    total = weight(styles)
    sizes = {file: len(tight(css).encode()) for name, (file, css) in styles.items() if name in own}
    if total > MOST and sizes:
        told = f"all stylesheets together are {total:,} bytes"
        tell = error if total > REFUSED_BY_AMP else warning
        mend = f"stay under {MOST:,}: every page carries them (AMP refuses {REFUSED_BY_AMP:,})"
        yield tell(max(sizes, key=sizes.__getitem__), 1, told, mend)
