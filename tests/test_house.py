"""The house itself: layers, types, lint, generated pages, the documents' own promises."""

import re
import subprocess
import sys
from pathlib import Path

import pytest

from infra.documents import PAGES

ROOT = Path(__file__).parents[1]
BIN = Path(sys.executable).parent
CHECKS: dict[str, list[str | Path]] = {
    "layers": [BIN / "lint-imports"],
    "types": [BIN / "mypy"],
    "lint": [BIN / "ruff", "check", "."],
    "formatting": [BIN / "ruff", "format", "--check", "."],
}
TOP = {"functions", "templates", "infra", "tests", "pyproject.toml"}
BESIDE = {
    *("README.md", "CHANGELOG.md", "CONTRIBUTING.md", "LICENSE", "Makefile"),
    *(".gitignore", ".ci", ".gitattributes"),
}


@pytest.mark.parametrize("name", CHECKS)
def test_the_code_passes_its_own_checks(name: str) -> None:
    """Imports keep to the layers, types are complete, lint and formatting find nothing."""
    done = subprocess.run(CHECKS[name], cwd=ROOT, capture_output=True, text=True, check=False)
    assert done.returncode == 0, done.stdout + done.stderr


def test_an_import_against_the_layers_is_found(tmp_path: Path) -> None:
    """The layers test can fail: a page that imports the render function breaks the contract."""
    package = tmp_path / "functions"
    subprocess.run(["cp", "-r", str(ROOT / "functions"), str(package)], check=True)
    (package / "slugline" / "page" / "dates_of_doom.py").write_text("import render.pages\n")
    command: list[str | Path] = [BIN / "lint-imports", "--config", ROOT / "pyproject.toml", "--no-cache"]
    environment = {"PYTHONPATH": str(package), "PATH": str(BIN)}
    done = subprocess.run(command, cwd=package, env=environment, capture_output=True, text=True, check=False)
    assert done.returncode == 1, done.stdout
    assert "slugline.page.dates_of_doom -> render.pages" in done.stdout


@pytest.mark.parametrize("file", PAGES, ids=lambda file: file.name)
def test_generated_pages_are_fresh(file: Path) -> None:
    """The reference pages are what the code makes of them now: `make docs`."""
    assert file.read_text("utf-8") == PAGES[file]()


def test_the_top_level_is_the_owners() -> None:
    """Nothing stands at the top but the house's five and what convention puts beside them."""
    listed = subprocess.run(["git", "ls-files"], cwd=ROOT, capture_output=True, text=True, check=True).stdout
    assert {line.split("/")[0].strip('"') for line in listed.splitlines()} <= TOP | BESIDE


def test_pure_rooms_do_no_io() -> None:
    """`story` and `page` import nothing that reads files, the clock or the environment."""
    forbidden = re.compile(
        r"^\s*(?:import|from) (?:os|pathlib|io|socket|time|subprocess|boto3|botocore|urllib\.request)\b"
        r"|\.now\(|\.today\(|\bopen\(",
        re.MULTILINE,
    )
    rooms = [file for room in ("story", "page") for file in (ROOT / "functions" / "slugline" / room).rglob("*.py")]
    assert len(rooms) > 20
    assert {str(file): found for file in rooms if (found := forbidden.findall(file.read_text("utf-8")))} == {}


def test_templates_decide_nothing_about_safety_or_format() -> None:
    """No template switches escaping off, and none asks for the format."""
    templates = sorted((ROOT / "templates").rglob("*.jinja"))
    assert len(templates) > 25
    found = [str(f) for f in templates if re.search(r"\|\s*safe|autoescape|page\.format|is_?amp", f.read_text("utf-8"))]
    assert found == []


def test_locks_name_no_index_and_every_package_by_hash() -> None:
    """Each lock can be installed from any index, and from no tampered one."""
    for lock in sorted((ROOT / "infra" / "locks").glob("*.txt")):
        text = lock.read_text()
        assert "://" not in text, lock
        packages = re.findall(r"^[a-z0-9].*==.*\\$", text, re.MULTILINE)
        assert len(packages) >= 10
        assert text.count("--hash=sha256:") >= len(packages)


def test_the_threat_model_names_tests_that_are_there() -> None:
    """Each boundary of the threat model is held by tests that exist, and no row is without."""
    page = (ROOT / "infra" / "decisions" / "0012-threat-model.md").read_text("utf-8")
    rows = [line for line in page.splitlines() if line.startswith("| ") and "---" not in line][1:]
    assert len(rows) > 12
    assert [row for row in rows if "`test_" not in row] == []
    tests = "".join(file.read_text("utf-8") for file in (ROOT / "tests").rglob("test_*.py"))
    assert [name for name in re.findall(r"`(test_\w+)`", page) if f"def {name}(" not in tests] == []
