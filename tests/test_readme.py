"""Every command of the README, run as it stands there."""

import os
import re
import shutil
import signal
import subprocess
import sys
import time
import urllib.request
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

import pytest

from tests.parts import edge
from tests.parts.missing import need
from tests.parts.service import free_port

ROOT = Path(__file__).parents[1]
README = (ROOT / "README.md").read_text("utf-8")
COMMANDS = [line for block in re.findall(r"```sh\n(.*?)```", README, re.DOTALL) for line in block.splitlines()]
STORY = re.search(r"```json\n(.*?)```", README, re.DOTALL)
SERVERS = ("make serve", "make edge", ".venv/bin/slugline serve")
SERVED = {  # what an address of each must answer
    "make serve": "/amp/world/asia/harbour-talks",
    "make edge": "/amp/world/asia/harbour-talks",
    ".venv/bin/slugline serve --storage newsroom": "/amp/world/first",
    ".venv/bin/slugline serve --storage tests --theme mytheme": "/world/asia/harbour-talks",
}
MAKE = ["make", "-o", ".venv/local", "-o", ".venv/test"]
"""The environment is this one's, and stays as it is: a copy of the project must not be installed into it."""
NARROWED = {  # what would run the tests inside the tests, or measure for minutes, is run on a part of it
    "make test": [*MAKE, "test", "ARGS=tests/slugline/test_address.py -q"],
    "make bench": [*MAKE, "bench", "PARTS=size"],
}
ELSEWHERE = {  # what takes a part of its own is run by the tests of that part
    "make deploy": ("tests/infra/test_stack.py", '"deploy", f"SAM='),
    "make sam": ("tests/sam/test_sam.py", '"sam", '),
}
PATIENCE = 120.0


@pytest.fixture(scope="module")
def checkout(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A copy of the project with the set-up of this one, and the README's story in `newsroom`."""
    copy = tmp_path_factory.mktemp("checkout") / "slugline"
    left_out = shutil.ignore_patterns(".git", ".venv", ".cache", "node_modules", "__pycache__", "dist", ".*_cache")
    shutil.copytree(ROOT, copy, ignore=left_out)
    for shared in (".venv", ".cache", "tests/node_modules"):
        if (ROOT / shared).exists():
            (copy / shared).symlink_to(ROOT / shared)
    if not (copy / ".venv").exists():
        (copy / ".venv").symlink_to(Path(sys.executable).parents[1])
    assert STORY
    (copy / "newsroom" / "stories" / "world").mkdir(parents=True)
    (copy / "newsroom" / "stories" / "world" / "first.json").write_text(STORY[1], "utf-8")
    return copy


def _words(command: str) -> list[str]:
    first, *rest = command.split()
    return [*(MAKE if first == "make" else [first]), *rest]


def _environment() -> dict[str, str]:
    kept = {name: value for name, value in os.environ.items() if not name.startswith(("SLUGLINE_", "MAKE", "MFLAGS"))}
    return kept | {"PYTHONUNBUFFERED": "1"}


@contextmanager
def _running(command: list[str], where: Path) -> Iterator[None]:
    process = subprocess.Popen(
        command, cwd=where, env=_environment(), start_new_session=True, stdout=subprocess.DEVNULL
    )
    try:
        yield
    finally:
        os.killpg(process.pid, signal.SIGTERM)
        process.wait(PATIENCE)


def _fetched(url: str) -> str:
    end = time.monotonic() + PATIENCE
    while True:
        try:
            with urllib.request.urlopen(url) as answered:
                return str(answered.read().decode())
        except OSError:
            if time.monotonic() > end:
                raise
            time.sleep(0.1)


def test_the_first_screen_is_what_a_newcomer_needs() -> None:
    """What it is, a picture of a page that is there, and the two commands, within the first thirty lines."""
    first = "\n".join(README.splitlines()[:30])
    picture = re.search(r"!\[[^]]+\]\(([^)]+)\)", first)
    assert picture
    assert (ROOT / picture[1]).is_file()
    assert "make serve" in first
    assert "make test" in first


@pytest.mark.parametrize("command", [c for c in COMMANDS if c.startswith(SERVERS)])
def test_servers_of_the_readme_answer(command: str, checkout: Path) -> None:
    """Each server starts and answers with a story's page."""
    port = str(free_port())
    path = next(path for prefix, path in SERVED.items() if command.startswith(prefix))
    words = _words(command.replace("8000", port)) + (
        [f"PORT={port}", f"EDGE_PORT={port}"] if command.startswith("make") else []
    )
    if command == "make edge":
        need(edge)
    theme = re.search(r"--theme (\S+)", command)
    if theme:
        shutil.copytree(ROOT / "templates", checkout / theme[1], dirs_exist_ok=True)
    with _running(words, checkout):
        assert "</html>" in _fetched(f"http://127.0.0.1:{port}{path}")


@pytest.mark.parametrize("command", [c for c in COMMANDS if not c.startswith(SERVERS) and c not in ELSEWHERE])
def test_commands_of_the_readme_succeed(command: str, checkout: Path) -> None:
    """Every other command ends well and says something, or makes the file that it names."""
    words = NARROWED.get(command) or _words(command)
    done = subprocess.run(words, cwd=checkout, env=_environment(), capture_output=True, text=True, check=False)
    assert done.returncode == 0, done.stdout + done.stderr


@pytest.mark.parametrize("command", ELSEWHERE)
def test_commands_of_the_readme_that_are_run_elsewhere(command: str) -> None:
    """They are in the README, and run by the test that is named."""
    file, words = ELSEWHERE[command]
    assert command in COMMANDS
    assert words in (ROOT / file).read_text("utf-8")


@pytest.mark.parametrize("page", ["README.md", "CHANGELOG.md", "infra/OPERATING.md"])
def test_links_lead_somewhere(page: str) -> None:
    """Each relative link names a file or folder, and a heading where it names one."""
    file = ROOT / page
    links = re.findall(r"\]\(([^)]+)\)", file.read_text("utf-8"))
    assert links
    assert [link for link in links if "://" not in link and not _leads(file, link)] == []


def _leads(page: Path, link: str) -> bool:
    name, _, heading = link.partition("#")
    there = page.parent / name if name else page
    return there.exists() and (not heading or heading in _headings(there))


def _headings(page: Path) -> set[str]:
    titles = re.findall(r"^#+ (.*)$", page.read_text("utf-8"), re.MULTILINE)
    return {re.sub(r"[^a-z0-9 -]", "", title.lower()).replace(" ", "-") for title in titles}
