"""Resolves the dependencies anew: `make lock`. A lock holds every package with hashes, and no index's address."""

import subprocess
import sys
from pathlib import Path

ROOT = Path(__file__).parents[1]
LOCKS = {
    "run": [],  # what the Lambda carries
    "local": ["--extra", "local"],  # and what the slugline command needs
    "test": ["--extra", "local", "--group", "test"],  # and what the tests need
}
COMMAND = [
    *(sys.executable, "-m", "uv", "pip", "compile", "pyproject.toml", "--quiet", "--universal", "--generate-hashes"),
    *("--python-version", "3.11", "--no-emit-index-url", "--no-emit-find-links", "--no-header"),
]


def main() -> None:
    """Writes each lock; newer versions only with `--upgrade`."""
    for name, parts in LOCKS.items():
        target = ROOT / "infra" / "locks" / f"{name}.txt"
        subprocess.run([*COMMAND, *parts, *sys.argv[1:], "--output-file", str(target)], cwd=ROOT, check=True)


if __name__ == "__main__":
    main()
