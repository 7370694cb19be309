"""The `slugline` command, as it is typed."""

import json
import subprocess
import sys
from pathlib import Path
from typing import Any

import jsonschema
import pytest

from slugline.story.check import check
from slugline.theme.folder import folders_of, providers_in
from tests.conftest import STORAGE

SLUGLINE = str(Path(sys.executable).parent / "slugline")
BROKEN = STORAGE / "stories" / "culture" / "broken-in-places.json"
SOUND = STORAGE / "stories" / "business" / "tram-depot-deal.json"
STORY: dict[str, Any] = {
    "version": "1",
    "kind": "story",
    "id": "1",
    "path": "/a/b",
    "headline": "A headline",
    "language": "en",
    "published_at": "2026-11-24T08:30:00Z",
    "body": [{"type": "paragraph", "text": "Words."}],
}


def run(*words: str | Path) -> subprocess.CompletedProcess[str]:
    """The command, with what it printed."""
    return subprocess.run([SLUGLINE, *map(str, words)], capture_output=True, text=True, check=False)


def stored(folder: Path, name: str, **changes: object) -> Path:
    """A story in a folder's `stories/`, with some fields otherwise."""
    file = folder / "stories" / f"{name}.json"
    file.parent.mkdir(parents=True, exist_ok=True)
    file.write_text(json.dumps({name: value for name, value in (STORY | changes).items() if value is not None}))
    return file


def test_check_tells_every_problem_at_once() -> None:
    """Each fault of the broken sample is in one run, with its place, what is wrong and the mend; exit 1."""
    done = run("check", BROKEN, "--json")
    problems = {row["place"]: row for row in json.loads(done.stdout)}
    assert done.returncode == 1
    assert len(problems) >= 10
    assert problems["$.standfrist"]["mend"] == "did you mean `standfirst`?"
    assert problems["$.body[1].type"]["mend"] == 'did you mean "paragraph"?'
    assert all(row["file"] == str(BROKEN) and row["what"] and row["mend"] for row in problems.values())
    assert {row["severity"] for row in problems.values()} == {"error", "warning"}


def test_check_for_people_counts_and_names_the_file() -> None:
    """Human output names the file, and ends in a count; a sound document is exit 0."""
    done = run("check", SOUND)
    assert (done.returncode, done.stdout.strip()) == (0, "1 document: 0 errors, 0 warnings")
    assert BROKEN.name in run("check", BROKEN).stdout


def test_check_looks_through_folders() -> None:
    """A folder stands for every document in it."""
    rows = json.loads(run("check", STORAGE / "stories", "--json").stdout)
    assert {row["file"] for row in rows} >= {str(BROKEN)}


@pytest.mark.parametrize(
    ("changes", "place", "severity"),
    [
        ({"headline": " "}, "$", "error"),
        ({"path": "/elsewhere"}, "$.path", "warning"),
        ({"path": "/amp/b"}, "$.path", "error"),
        ({"timezone": "Europe/Pariss"}, "$.timezone", "warning"),
        ({"updated_at": "2020-01-01T00:00:00Z"}, "$.updated_at", "warning"),
        ({"genre": "anlysis"}, "$.genre", "warning"),
        ({"body": [{"type": "image", "url": "/a.jpg"}]}, "$.body[0]", "warning"),
        ({"body": [{"type": "heading", "text": "x", "level": 4}]}, "$.body", "warning"),
        ({"body": [{"type": "embed", "provider": "youtub", "id": "x"}]}, "$.body[0].provider", "warning"),
        ({"body": [{"type": "embed", "provider": "youtube", "id": "x y"}]}, "$.body[0].id", "error"),
        ({"body": [{"type": "paragraph", "text": ""}]}, "$.body[0]", "warning"),
        ({"kind": "liveblog"}, "$.body", "warning"),
        ({"headline": "<b>Bold</b> talk"}, "$.headline", "warning"),
        ({"body": [{"type": "paragraph", "text": "Fish &amp; chips"}]}, "$.body[0].text", "warning"),
        ({"body": [{"type": "pull_quote", "text": "“No.”"}]}, "$.body[0].text", "warning"),
        ({"body": [{"type": "table", "rows": [["a", 2.5, None]]}]}, "$.body[0].rows[0][1]", "warning"),
        ({"author": "Jo"}, "$.author", "error"),
        ({"embargo_until": "tomorrow"}, "$.embargo_until", "error"),
        ({"embargo_untill": "2026-11-24T08:30:00Z"}, "$.embargo_untill", "error"),
        ({"body": None}, "$", "error"),
    ],
)
def test_check_advises(changes: dict[str, object], place: str, severity: str) -> None:
    """What an editor would want to know is told at the place where it is to be mended."""
    document = {name: value for name, value in (STORY | changes).items() if value is not None}
    found = check(json.dumps(document).encode(), providers_in(folders_of(None)), "/a/b")
    assert (place, severity) in [(problem.place, problem.severity) for problem in found]


def test_render_writes_one_page(tmp_path: Path) -> None:
    """The page goes to standard output, in the format asked for; problems go to standard error."""
    file = stored(tmp_path, "a/b", standfrist="x")
    html, amp = run("render", file), run("render", file, "--format", "amp")
    assert html.stdout.startswith("<!doctype html>")
    assert "⚡" in amp.stdout
    assert "standfirst" in html.stderr


@pytest.mark.parametrize(
    ("changes", "told"),
    [
        ({"amp": False}, "not offered as AMP"),
        ({"kind": "withdrawn", "headline": None, "language": None, "published_at": None, "body": None}, "withdrawn"),
        ({"headline": None}, "headline"),
    ],
)
def test_render_says_why_there_is_no_page(changes: dict[str, object], told: str, tmp_path: Path) -> None:
    """Exit 1 and a sentence, and no traceback, where a document has no such page."""
    done = run("render", stored(tmp_path, "a/b", **changes), "--format", "amp")
    assert done.returncode == 1
    assert told in done.stderr
    assert "Traceback" not in done.stderr


def test_a_broken_theme_is_told_by_file_and_line(tmp_path: Path) -> None:
    """A template that asks for what is not there names itself; one broken block is left out and told."""
    file = stored(tmp_path, "a/b")
    theme = tmp_path / "theme"
    (theme / "blocks" / "paragraph").mkdir(parents=True)
    (theme / "blocks" / "paragraph" / "html.jinja").write_text("<p>\n{{ block.txet }}</p>")
    done = run("render", file, "--theme", theme)
    assert done.returncode == 1
    assert "</html>" in done.stdout
    assert "html.jinja, line 2" in " ".join(done.stderr.split())
    (theme / "page").mkdir()
    (theme / "page" / "article.jinja").write_text("\n\n{% if %}")
    done = run("render", file, "--theme", theme)
    assert done.returncode == 1
    assert "article.jinja, line 3" in " ".join(done.stderr.split())


def test_the_schema_agrees_with_the_decoder() -> None:
    """Every sound sample is valid by the schema, in a validator that knows nothing of us; the broken one is not."""
    schema = json.loads(run("schema").stdout)
    validator = jsonschema.Draft202012Validator(schema)
    documents = {file: json.loads(file.read_text("utf-8")) for file in (STORAGE / "stories").rglob("*.json")}
    assert len(documents) >= 12
    assert [file for file, document in documents.items() if not validator.is_valid(document)] == [BROKEN]
