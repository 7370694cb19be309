"""The policy scanner as the tests use it."""

from __future__ import annotations

from pathlib import Path

import pytest

from tests.parts import scanner
from tests.parts.missing import need
from tests.parts.scanner import ScannerError

BUCKET = """
Resources:
  Open:
    Type: AWS::S3::Bucket
    Properties: {AccessControl: PublicRead}
"""


def test_what_is_bad_is_named(tmp_path: Path) -> None:
    """A check and a resource; and nothing of a check that was not asked for."""
    need(scanner)
    template = tmp_path / "template.yaml"
    template.write_text(BUCKET, encoding="ascii")
    assert scanner.findings(template, ["--check", "CKV_AWS_20,CKV_AWS_53"]) == {
        ("CKV_AWS_20", "Open"),
        ("CKV_AWS_53", "Open"),
    }


def test_what_cannot_be_read_is_no_verdict(tmp_path: Path) -> None:
    """A file that is no template is never without findings."""
    need(scanner)
    template = tmp_path / "template.yaml"
    template.write_text("Resources: [", encoding="ascii")
    with pytest.raises(ScannerError):
        scanner.findings(template)
