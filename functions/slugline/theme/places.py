"""Where the values of a TOML file stand in it, since its reader does not say."""

import re

_TABLE = re.compile(r"\[(?P<many>\[)?\s*(?P<name>[^\[\]]+?)\s*\](?(many)\])\s*(?:#.*)?")
_KEY = re.compile(r"""\s*(?P<key>[\w-]+(?:\s*\.\s*[\w-]+)*|"[^"]+"|'[^']+')\s*=""")


def lines_of(toml: str) -> dict[str, int]:
    """The line, from 1, of each table and key of a sound TOML file, by JSON path: `$.navigation[3].url`.

    What is told inside a value (an inline table, a list) stands where its key does; what stands inside a text of many
    lines is taken for keys, and does no harm.
    """
    found = {"$": 1}
    counts: dict[str, int] = {}
    at = "$"
    for number, line in enumerate(toml.splitlines(), 1):
        if table := _TABLE.fullmatch(line.strip()):
            at = "$." + _bare(table["name"])
            if table["many"]:
                counts[at] = counts.get(at, -1) + 1
                at = f"{at}[{counts[at]}]"
            found.setdefault(at, number)
        elif key := _KEY.match(line):
            found.setdefault(f"{at}.{_bare(key['key'])}", number)
    return found


def line_of(toml: str, place: str) -> int:
    """The line of a JSON path, or of the nearest that holds it."""
    lines = lines_of(toml)
    while place not in lines:
        place = place[: max(place.rfind("."), place.rfind("["), 1)]
    return lines[place]


def _bare(name: str) -> str:
    return re.sub(r"\s|[\"']", "", name)
