"""What the Lambda carries."""

from __future__ import annotations

import shutil
from pathlib import Path

import pytest

from infra import artifact
from slugline.theme.baked import load_baked
from tests.conftest import STORAGE
from tests.parts import emulator
from tests.parts.events import function_url
from tests.parts.s3 import S3, Bucket, environment


@pytest.fixture(scope="module")
def built(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """The artifact."""
    target = tmp_path_factory.mktemp("artifact") / "render"
    artifact.assemble(target)
    return target


@pytest.mark.usefixtures("lambda_emulator")
def test_it_answers_from_s3_under_the_lambda_runtime(built: Path, s3_server: S3, bucket: Bucket) -> None:
    """With the trimmed SDK and the baked theme: a page, its revalidation, and the last good version of a broken one."""
    story = (STORAGE / "stories" / "business" / "tram-depot-deal.json").read_bytes()
    bucket.put("stories/business/tram-depot-deal.json", story)
    settings = environment(s3_server.endpoint) | {"SLUGLINE_STORAGE": f"s3://{bucket.name}"}
    with emulator.start(built, "render.handler.handler", settings) as function:
        page = function.invoke(function_url("GET", "/business/tram-depot-deal"))
        assert page["statusCode"] == 200
        assert "</html>" in page["body"]
        again = function_url("GET", "/business/tram-depot-deal", headers={"if-none-match": page["headers"]["ETag"]})
        assert function.invoke(again)["statusCode"] == 304
        bucket.put("stories/business/tram-depot-deal.json", b"{")
        assert function.invoke(function_url("GET", "/amp/business/tram-depot-deal"))["statusCode"] == 200


def test_it_carries_only_what_runs(built: Path) -> None:
    """No command, no templates' sources, no transfer manager, of the SDK's services S3 alone; all with byte code."""
    assert not [
        name for name in ("local", "templates", "boto3", "s3transfer", "rich", "typer") if (built / name).exists()
    ]
    assert [p.name for p in (built / "botocore" / "data").iterdir() if p.is_dir()] == ["s3"]
    sources = [file for file in built.rglob("*.py") if "__pycache__" not in file.parts]
    compiled = {file.name.split(".")[0] for file in built.rglob("*.pyc")}
    assert {file.stem for file in sources} <= compiled
    assert not list(built.rglob("*.jinja"))


def test_a_changed_line_of_code_is_another_build(built: Path, tmp_path: Path) -> None:
    """A page that could come out otherwise gets another validator, though version and theme are the same."""
    code = artifact.code_of(built)
    assert load_baked(built / "baked").build.startswith(code)
    shutil.copytree(built / "slugline", tmp_path / "slugline")
    shutil.copytree(built / "render", tmp_path / "render")
    assert artifact.code_of(tmp_path) == code
    with (tmp_path / "slugline" / "page" / "text.py").open("a") as file:
        file.write("# a remark\n")
    assert artifact.code_of(tmp_path) != code
