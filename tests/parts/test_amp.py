"""The AMP validator as the tests use it."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path

import pytest

from tests.parts import amp, pins
from tests.parts.amp import AmpError, AmpValidator
from tests.parts.amp_samples import GOOD
from tests.parts.missing import need

FAKE = (
    "globalThis.amp = { validator: { init: async () => {}, renderErrorMessage: (e) => e.text, validateString: %s } };"
)


@pytest.fixture(scope="module")
def validator() -> Iterator[AmpValidator]:
    """Give a running validator."""
    need(amp)
    with AmpValidator() as running:
        yield running


def test_a_good_page_passes(validator: AmpValidator) -> None:
    """A correct server-side rendered page passes, without an issue, read as transformed."""
    assert validator.validate(GOOD) == amp.Verdict("PASS", 1, [])


def test_a_script_fails(validator: AmpValidator) -> None:
    """A script of one's own fails, and the issue says what and where."""
    verdict = validator.validate(GOOD.replace("<h1>", "<script>1</script><h1>"))
    assert verdict.status == "FAIL"
    assert any("Custom JavaScript is not allowed" in issue for issue in verdict.issues)


@pytest.mark.parametrize(
    ("found", "put"),
    [
        ('i-amphtml-layout="responsive"', 'i-amphtml-layout="fixed"'),
        (' decoding="async"', ""),
        ("h1{color:#111}", "h1{color:#111!important}"),
        ("<h1>", f'<h1 style="color:{"/**/" * 400}red">'),
        ("h1{color:#111}", "h1{color:#111}/*" + "x" * 75_000 + "*/"),
        (' nomodule src="https://cdn.ampproject.org/v0.js" crossorigin="anonymous"', ' src="x"'),
    ],
)
def test_a_mutant_fails(validator: AmpValidator, found: str, put: str) -> None:
    """Each break of the rules of server-side rendered pages is an error."""
    assert found in GOOD
    assert validator.validate(GOOD.replace(found, put)).status == "FAIL"


def test_a_warning_is_an_issue_of_a_passing_page(validator: AmpValidator) -> None:
    """Broken JSON-LD leaves the status at PASS: only the list of issues shows it."""
    verdict = validator.validate(GOOD.replace("</head>", '<script type="application/ld+json">{</script></head>'))
    assert verdict.status == "PASS"
    assert [issue.split()[0] for issue in verdict.issues] == ["WARNING"]


def test_a_page_that_is_not_read_as_transformed_shows(validator: AmpValidator) -> None:
    """Without `transformed` the page is judged by other rules, and `transformed` says so."""
    assert validator.validate(GOOD.replace(' transformed="self;v=1"', "")).transformed == 0


def test_any_text_comes_through(validator: AmpValidator) -> None:
    """Line and paragraph separators, every script and half surrogates neither break the protocol nor mix answers up."""
    hostile = GOOD.replace("Hello", "a\u2028b\u2029c\r\nd\ud800 \U0001f300 \u0645\u0631\u062d\u0628\u0627")
    assert validator.validate(hostile).status == "PASS"
    assert validator.validate(GOOD.replace("<h1>", "<h1 onclick=x>")).status == "FAIL"


def test_the_pinned_engine_only(monkeypatch: pytest.MonkeyPatch, tmp_path: Path) -> None:
    """Another engine than the pinned one is refused, not skipped."""
    file = tmp_path / "engine.js"
    file.write_text("globalThis.amp = {}", encoding="utf-8")
    pin = pins.AMP_ENGINE
    monkeypatch.setattr(amp, "AMP_ENGINE", pins.Pin(pin.package, pin.member, file, pin.sha256))
    with pytest.raises(pins.WrongFileError, match="sha256"), AmpValidator():
        pass


def fake(tmp_path: Path, validate_string: str) -> AmpValidator:
    """Make a validator with an engine whose answer to a page is the given JavaScript function."""
    file = tmp_path / "engine.js"
    file.write_text(FAKE % validate_string, encoding="utf-8")
    return AmpValidator(engine=file)


def test_the_engine_has_no_way_out(tmp_path: Path) -> None:
    """The engine sees no network, no modules and no process."""
    need(amp)
    ways = "[typeof fetch, typeof require, typeof process, typeof XMLHttpRequest, typeof WebSocket].join()"
    with fake(tmp_path, f"() => ({{ status: {ways}, errors: [] }})") as running:
        assert running.validate("").status == ",".join(["undefined"] * 5)


def test_a_validator_that_dies_says_why(tmp_path: Path) -> None:
    """If the process ends, the error carries its last words, at once and again on the next page."""
    need(amp)
    with fake(tmp_path, "() => { throw new Error('out of ink') }") as running:
        for _ in range(2):
            with pytest.raises(AmpError, match="out of ink"):
                running.validate("")


def test_a_validator_that_hangs_is_given_up(monkeypatch: pytest.MonkeyPatch, tmp_path: Path) -> None:
    """A verdict that never comes is an error, not a wait without end."""
    need(amp)
    monkeypatch.setattr(amp, "FIRST_PATIENCE", 0.2)
    with fake(tmp_path, "() => { for (;;); }") as running, pytest.raises(AmpError, match="no verdict"):
        running.validate("")
