"""Stylesheets as a theme has them: read token by token, made small by steps that change nothing, refused when broken.

The tokens are those that matter here, of the CSS Syntax Module Level 3: what stands in a comment, a string or an
unquoted `url(…)` is never taken for anything else.
"""

import re
from collections.abc import Iterator
from typing import NamedTuple

from slugline.errors import Misconfigured

_TOKEN = re.compile(
    r"""
    (?P<comment> /\*.*?(?:\*/|\Z) )
  | (?P<string>  "(?:\\.|[^"\\\n])*(?:"|(?=\n)|\Z) | '(?:\\.|[^'\\\n])*(?:'|(?=\n)|\Z) )
  | (?P<url>     (?<![\w-])url\(\s*(?!["'\s])(?:\\.|[^)\\])*(?:\)|\Z) )
  | (?P<space>   \s+ )
  | (?P<word>    (?:\\[0-9a-f]{1,6}[ \t\n]?|\\.|[\w-])+ )
  | (?P<mark>    . )
    """,
    re.VERBOSE | re.DOTALL | re.IGNORECASE,
)
_PAIRS = {"{": "}", "(": ")", "[": "]"}
_BEFORE = frozenset("{};,>)]")
"""Marks before which space says nothing."""
_AFTER = frozenset("{};,>([:")
"""Marks after which it says nothing. Before a colon it does: `a :hover` is not `a:hover`."""


class Token(NamedTuple):
    """A piece of a stylesheet."""

    kind: str
    """comment, string, url, space, word (a name, a number, an at-sign's or colon's word) or mark (one character)."""
    text: str
    line: int


def tokens(css: str) -> Iterator[Token]:
    """The pieces of a stylesheet; together they are all of its text."""
    line = 1
    for match in _TOKEN.finditer(css):
        text = match[0]
        yield Token(match.lastgroup or "mark", text, line)
        line += text.count("\n")


def tight(css: str) -> str:
    """A stylesheet without comments and needless space. Strings and addresses stay as they are."""
    made: list[str] = []
    gap = ""  # what may have to stand between the last token and the next
    for kind, text, _ in tokens(css):
        if kind == "comment":
            gap = gap or "/**/"
        elif kind == "space":
            gap = " "
        else:
            last = made[-1] if made else "{"
            if gap == " " and last not in _AFTER and text not in _BEFORE:
                made.append(" ")
            elif gap == "/**/" and kind == "word" and (last[-1].isalnum() or last[-1] in "-_"):
                made.append(gap)
            while text == "}" and made and made[-1] == ";":
                made.pop()
            made.append(text)
            gap = ""
    return "".join(made)


def whole(css: str, file: object) -> str:
    """The same stylesheet, if all that it opens is closed again: else it would swallow those that follow on a page.

    Raises:
        Misconfigured: the message names the file and the line where the mend is due.
    """
    fault = broken(css)
    if fault:
        raise Misconfigured(f"{file}, line {fault.line}: {fault.what}; {fault.mend}")
    return css


class Fault(NamedTuple):
    """What is wrong with a file, and where."""

    line: int
    what: str
    mend: str


def broken(css: str) -> Fault | None:
    """The first place where a stylesheet does not close what it opens, or closes what it did not; None for none."""
    opened: list[Token] = []
    for token in tokens(css):
        kind, text, line = token
        if kind in ("comment", "string", "url") and not _ends(token):
            end = {"comment": "*/", "string": text[0], "url": ")"}[kind]
            return Fault(line, f"a {kind} is never ended", f"end it with {end}")
        if kind != "mark":
            continue
        if text in _PAIRS:
            opened.append(token)
        elif text in _PAIRS.values():
            if not opened:
                return Fault(line, f"a {text} closes nothing", "remove it, or open it before")
            if _PAIRS[opened[-1].text] != text:
                break
            opened.pop()
    return _left_open(opened[-1]) if opened else None


def _left_open(token: Token) -> Fault:
    return Fault(token.line, f"a {token.text} is never closed", f"close it with {_PAIRS[token.text]}")


def _ends(token: Token) -> bool:
    text = token.text
    if token.kind == "comment":
        return len(text) > len("/*/") and text.endswith("*/")
    if token.kind == "url":
        return text.endswith(")")
    return len(text) > 1 and text.endswith(text[0])
