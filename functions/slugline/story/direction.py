"""Characters that turn the direction of text, and what of them would reach beyond the text that holds them.

Unicode's embeddings and overrides (U+202A-U+202E) last until a pop (U+202C), isolates (U+2066-U+2068) until theirs
(U+2069); a text that leaves one open would turn what stands after it on its line (Unicode Standard Annex 9, 3.1.2).
"""

import re

CONTROLS = re.compile("[\u202a-\u202e\u2066-\u2069]")
OVERRIDES = frozenset("\u202d\u202e")
"""They force a direction on every letter: what is read is not what is written."""

_BREAKS = re.compile("[\u202a-\u202e\u2066-\u2069]|<br>|\n")
_POP, _POP_ISOLATE = "\u202c", "\u2069"
_ISOLATES = frozenset("\u2066\u2067\u2068")


def settled(text: str) -> str:
    """A text in which every turn ends with its line: what is open is closed, what closes nothing is left out.

    It may be markup, in which `<br>` ends a line.
    """
    return text if text.isprintable() or not CONTROLS.search(text) else _settle(text)


def is_settled(text: str) -> bool:
    """Whether a text ends each turn that it begins, and no other."""
    return settled(text) == text


def _settle(text: str) -> str:
    open_ones: list[str] = []
    parts: list[str] = []
    done = isolates = 0
    for found in _BREAKS.finditer(text):
        sign = found[0]
        parts.append(text[done : found.start()])
        done = found.end()
        if sign in {"<br>", "\n"}:
            parts.append(_closing(open_ones) + sign)
            open_ones.clear()
            isolates = 0
        elif sign not in {_POP, _POP_ISOLATE}:
            open_ones.append(_POP_ISOLATE if sign in _ISOLATES else _POP)
            isolates += sign in _ISOLATES
            parts.append(sign)
        elif (sign == _POP_ISOLATE and isolates) or (sign == _POP and open_ones[-1:] == [_POP]):
            parts.append(_closed(open_ones, sign))
            isolates -= sign == _POP_ISOLATE
    return "".join([*parts, text[done:], _closing(open_ones)])


def _closed(open_ones: list[str], sign: str) -> str:
    """Closes the last one of a kind, and those within it. An embedding is not closed from inside an isolate."""
    last = len(open_ones) - 1
    while open_ones[last] != sign:
        last -= 1
    closing = _closing(open_ones[last:])
    del open_ones[last:]
    return closing


def _closing(open_ones: list[str]) -> str:
    return "".join(reversed(open_ones))
