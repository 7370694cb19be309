"""No address in disguise is kept, wherever an address may stand; every honest one is."""

from __future__ import annotations

import json
from collections.abc import Iterator
from typing import Any

import pytest

from slugline.story.decode import decode
from slugline.story.document import AnyDocument
from slugline.story.forms import fields_of, form_of, is_struct
from slugline.story.problem import Unsound
from tests.samples import Json, as_json, everything
from tests.slugline.story.model import structs_of
from tests.strategies import places_of

REDIRECT: Json = {"version": "1", "kind": "redirect", "id": "r", "path": "/a", "location": "/b"}
NAMES = frozenset({"url", "href", "player_url", "logo", "image", "canonical_url", "comments_url", "location"})

DISGUISED = {
    "a script": "javascript:alert(1)",
    "a script in mixed case": "JaVaScRiPt:alert(1)",
    "a script behind a blank": " javascript:alert(1)",
    "a script behind a control character": "\x01javascript:alert(1)",
    "a script with a tab in it": "java\tscript:alert(1)",
    "a script with a line feed in it": "java\nscript:alert(1)",
    "a script with a zero character in it": "java\x00script:alert(1)",
    "a script with a soft hyphen in it": "java\u00adscript:alert(1)",
    "a script in wide letters": "ｊａｖａｓｃｒｉｐｔ:alert(1)",
    "a script as entities": "&#106;avascript:alert(1)",
    "a colon as an entity": "javascript&colon;alert(1)",
    "a script, percent-encoded": "javascript%3Aalert(1)",
    "a script that looks like a host": "javascript://meridian.example/%0aalert(1)",
    "data": "data:text/html,<script>alert(1)</script>",
    "data in base64": "data:text/html;base64,PHNjcmlwdD4=",
    "a picture as data": "data:image/svg+xml,<svg onload=alert(1)>",
    "VBScript": "vbscript:msgbox(1)",
    "a file": "file:///etc/passwd",
    "a blob": "blob:https://meridian.example/1",
    "a view of the source": "view-source:https://meridian.example/",
    "FTP": "ftp://files.example/a",
    "a host without a scheme": "//evil.example/a",
    "three slashes": "///evil.example/a",
    "backslashes": "\\\\evil.example\\a",
    "a slash and a backslash": "/\\evil.example/a",
    "a scheme with backslashes": "https:\\\\evil.example",
    "a scheme with one slash": "https:/evil.example",
    "a scheme with no slash": "https:evil.example",
    "a scheme with three slashes": "https:///evil.example",
    "a user": "https://meridian.example@evil.example/",
    "a user and a password": "https://user:pass@evil.example/",
    "a tab behind the slash": "/\t/evil.example/a",
    "a line feed in it": "https://meridian.example/\n",
    "a line feed at its end": "/world\n",
    "a blank before it": " https://meridian.example/",
    "a no-break space before it": "\u00a0https://meridian.example/",
    "an ideographic space in it": "https://meridian.example/\u3000a",
    "a zero-width space in it": "https://mer\u200bidian.example/",
    "a word joiner in it": "https://mer\u2060idian.example/",
    "a byte order mark before it": "\ufeffhttps://meridian.example/",
    "a right-to-left override": "https://meridian.example/\u202egpj.exe",
    "a right-to-left mark": "https://meridian.example/\u200fa",
    "an isolate": "https://meridian.example/\u2066a",
    "a line separator": "https://meridian.example/\u2028a",
    "markup": 'https://meridian.example/"><script>alert(1)</script>',
    "a quote": 'https://meridian.example/" onload="alert(1)',
    "half a character": "https://meridian.example/\ud800",
    "a host with a bracket": "https://[evil.example/",
    "a host with a pipe": "https://a|evil.example/",
    "a host that is encoded": "https://evil%2eexample/",
    "a port that is none": "https://meridian.example:80a/",
    "no host": "https://",
    "a host of a question": "https://?a",
    "nothing": "",
    "a relative path": "world/asia",
    "a parent": "../a",
    "a fragment": "#a",
    "a query": "?a",
    "an address that is too long": f"https://meridian.example/{'a' * 2048}",
}

NOT_FOR_FILES = {"a mail address": "mailto:desk@meridian.example", "a telephone": "tel:+44-20-7946-0000"}

HONEST = (
    "https://meridian.example",
    "HTTP://Meridian.Example:8080/a?b=c&d=%20#e",
    "https://[2001:db8::1]/",
    "https://例え.jp/港?q=ü",
    "/",
    "/world/asia/harbour-talks?x=javascript:1#y",
    "/a//b",
)


def _addresses(document: Json) -> Iterator[tuple[Any, str]]:
    return ((holder, key) for holder, key in places_of(document) if key in NAMES and isinstance(holder[key], str))


def _kept(document: Json, text: str) -> bool:
    try:
        kept = as_json(decode(json.dumps(document).encode()).document)
    except Unsound:
        return False
    return any(holder[key] == text for holder, key in _addresses(kept))


def test_every_address_of_the_model_is_looked_at() -> None:
    """The fields that these tests put disguised addresses into are all that hold addresses."""
    found = {
        name
        for struct in structs_of(form_of(AnyDocument), set())
        for name, field in fields_of(struct).items()
        if (form := form_of(field.annotation)).what and "is not an address" in form.what
    }
    assert found == NAMES
    assert {key for _, key in (*_addresses(everything()), *_addresses(REDIRECT))} == NAMES
    assert not any(is_struct(choice) for choice in form_of(AnyDocument).choices if not fields_of(choice))


@pytest.mark.parametrize("disguise", DISGUISED.values(), ids=DISGUISED)
def test_disguised_addresses_are_refused(disguise: str) -> None:
    """An address that is not of the web, this site, mail or telephone is not kept, in whatever field it stands."""
    for document in (everything(), REDIRECT):
        for holder, key in [*_addresses(document)]:
            honest, holder[key] = holder[key], disguise
            assert not _kept(document, disguise), key
            holder[key] = honest


@pytest.mark.parametrize("address", NOT_FOR_FILES.values(), ids=NOT_FOR_FILES)
def test_mail_and_telephone_are_links_only(address: str) -> None:
    """A link may write a mail or call somebody; nothing can be loaded from there."""
    document = everything()
    kept = {}
    for holder, key in [*_addresses(document)]:
        honest, holder[key] = holder[key], address
        is_link = key in {"href", "comments_url"} or holder.get("type") == "embed"
        is_link |= key == "url" and bool({"role", "headline", "logo"} & holder.keys())
        kept[f"{key} of {sorted(holder)}"] = (_kept(document, address), is_link)
        holder[key] = honest
    assert {name: got for name, (got, _) in kept.items()} == {name: link for name, (_, link) in kept.items()}
    assert {got for got, _ in kept.values()} == {True, False}


@pytest.mark.parametrize("address", HONEST)
def test_honest_addresses_are_kept(address: str) -> None:
    """Addresses of any host and script, with ports, queries and fragments, are kept as they are in every field."""
    for document in (everything(), REDIRECT):
        for holder, key in [*_addresses(document)]:
            honest, holder[key] = holder[key], address
            assert _kept(document, address), key
            holder[key] = honest


@pytest.mark.parametrize(
    ("path", "told"),
    [
        ("/world/asia/harbour-talks", "/world/asia/harbour-talks"),
        ("/Sport/FOOTBALL/", None),
        ("/Sport/FOOTBALL", "/sport/football"),
        ("/e\u0301te", "/éte"),
        ("/مفاوضات/港_1.b~c", "/مفاوضات/港_1.b~c"),
        ("/a b", None),
        ("/a/../b", None),
        ("/.hidden", None),
        ("/a//b", None),
        ("//evil.example", None),
        ("/a?b", None),
        ("/a%2fb", None),
        ("/a\n", None),
        ("/", None),
        ("world", None),
        ("/a\u202eb", None),
        ("/a\u200cb", "/a\u200cb"),
        (f"/{'a' * 512}", None),
    ],
)
def test_a_path_has_one_spelling(path: str, told: str | None) -> None:
    """A story's path is put into its one spelling, with a warning; one that no story can have makes it Unsound."""
    document = everything() | {"path": path}
    if told is None:
        with pytest.raises(Unsound) as fault:
            decode(json.dumps(document).encode())
        assert fault.value.problems[-1].place == "$.path"
    else:
        decoded = decode(json.dumps(document).encode())
        assert decoded.document.path == told
        assert [problem.severity for problem in decoded.problems] == ["warning"] * (told != path)
