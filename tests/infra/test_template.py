"""The stack's template is sound, and promises what the security model and the operating contract say."""

from __future__ import annotations

import ast
import json
import re
import subprocess
import sys
from pathlib import Path
from typing import Any

import pytest

from infra import stack
from tests.infra import template
from tests.infra.promises import MAY, broken
from tests.infra.template import FUNCTIONS, Template, with_slip
from tests.parts import sam_cli, scanner
from tests.parts.missing import need

ROOT = Path(__file__).parents[2]
CFN_LINT = Path(sys.executable).parent / "cfn-lint"
SCANNER_SETTINGS = ROOT / "infra" / "checkov.yaml"
LONGEST_TEMPLATE = 1_000_000
"""Bytes that CloudFormation takes out of a bucket, as SAM brings them."""
LONGEST_CODE = 10_240
"""Bytes of a CloudFront function."""


@pytest.fixture(scope="module")
def written() -> Template:
    """The template as it is written."""
    return template.written()


@pytest.fixture(scope="module")
def made(written: Template) -> Template:
    """What SAM makes of it."""
    return template.expanded(written)


def lint(file: Path) -> subprocess.CompletedProcess[str]:
    """Run cfn-lint, which fails on warnings too."""
    return subprocess.run([CFN_LINT, "--format", "parseable", file], capture_output=True, text=True, check=False)


def slipped(tmp_path: Path, old: str, new: str) -> Path:
    """Write a copy of the template with a slip in it."""
    text = stack.TEMPLATE.read_text("utf-8")
    assert text.count(old) >= 1
    copy = tmp_path / "template.yaml"
    copy.write_text(text.replace(old, new, 1), "utf-8")
    return copy


# --- tools


def test_the_linter_finds_nothing(tmp_path: Path, made: Template) -> None:
    """Neither an error nor a warning, in the template and in what SAM makes of it."""
    done = lint(stack.TEMPLATE)
    assert done.returncode == 0, done.stdout + done.stderr
    expanded = tmp_path / "expanded.json"
    expanded.write_text(json.dumps(made), "utf-8")
    done = lint(expanded)
    assert done.returncode == 0, done.stdout + done.stderr


@pytest.mark.parametrize(
    ("old", "new", "rule"),
    [
        ("CacheTagConfig: {HeaderName", "CacheTagConfig: {HeaderNames", "E3002"),
        ("!GetAtt RenderRole.Arn", "!GetAtt RenderRule.Arn", "E1010"),
        ("!If [HasConcurrency", "!If [NoCondition", "E1028"),
    ],
)
def test_the_linter_finds_a_slip(tmp_path: Path, old: str, new: str, rule: str) -> None:
    """A misspelt key, a resource that is not there, a condition that is not there."""
    done = lint(slipped(tmp_path, old, new))
    assert done.returncode != 0
    assert rule in done.stdout


def sam_validate(file: Path) -> subprocess.CompletedProcess[str]:
    """Run `sam validate --lint`."""
    command = [str(sam_cli.SAM), "validate", "--lint", "--template-file", str(file)]
    return subprocess.run(command, env=sam_cli.environment(), capture_output=True, text=True, check=False)


def test_sam_takes_it(tmp_path: Path) -> None:
    """`sam validate --lint` finds nothing, and finds a slip."""
    need(sam_cli)
    done = sam_validate(stack.TEMPLATE)
    assert done.returncode == 0, done.stdout + done.stderr
    done = sam_validate(slipped(tmp_path, "FunctionUrlConfig: {AuthType: AWS_IAM", "FunctionUrlConfig: {AuthTypes: X"))
    assert done.returncode != 0, done.stdout + done.stderr


def test_the_policy_scanner_finds_nothing() -> None:
    """Nothing but what is told with its reason: for all in its settings, for one resource beside it."""
    need(scanner)
    assert scanner.findings(stack.TEMPLATE, ["--config-file", str(SCANNER_SETTINGS)]) == set()


def test_the_policy_scanner_finds_what_is_bad_and_no_ignore_is_idle(tmp_path: Path) -> None:
    """A bucket that can be made public is found; and without its settings it finds all that they ignore, no more."""
    need(scanner)
    bad = slipped(tmp_path, "BlockPublicPolicy: true", "BlockPublicPolicy: false")
    found = scanner.findings(bad)
    assert ("CKV_AWS_54", "Bucket") in found
    ignored = set(re.findall(r"^  - (CKV_AWS_\d+)", SCANNER_SETTINGS.read_text("utf-8"), re.MULTILINE))
    assert {check for check, _ in found} == ignored | {"CKV_AWS_54"}


def test_each_ignore_has_its_reason(written: Template) -> None:
    """In the scanner's settings as a comment, beside a resource as its comment."""
    lines = [line for line in SCANNER_SETTINGS.read_text("utf-8").splitlines() if "CKV_" in line]
    assert lines
    assert [line for line in lines if not re.search(r"CKV_AWS_\d+ # \w.{20}", line)] == []
    skips = [
        skip
        for resource in written["Resources"].values()
        for skip in resource.get("Metadata", {}).get("checkov", {}).get("skip", [])
    ]
    assert skips
    assert [skip for skip in skips if len(skip.get("comment", "")) < 20] == []


# --- promises


def test_the_stack_keeps_its_promises(made: Template) -> None:
    """No public bucket, no open address, no wildcard action, exact roles, the edge as decided, no change lost."""
    assert broken(made) == []


SLIPS: list[tuple[str, object, str]] = [
    ("Bucket/Properties/PublicAccessBlockConfiguration/RestrictPublicBuckets", False, "Bucket has no Restrict"),
    ("AccessLogs/Properties/PublicAccessBlockConfiguration", None, "buckets_are_closed"),
    ("Bucket/DeletionPolicy", "Delete", "goes with the stack"),
    ("Bucket/Properties/BucketEncryption", None, "buckets_are_closed"),
    ("BucketPolicy/Properties/PolicyDocument/Statement/0/Condition/Bool/aws:SecureTransport", "true", "in the clear"),
    ("BucketPolicy/Properties/PolicyDocument/Statement/0/Resource/1", None, "Bucket is read in the clear"),
    ("BucketPolicy/Properties/PolicyDocument/Statement/1/Principal", "*", "allows everybody"),
    ("BucketPolicy/Properties/PolicyDocument/Statement/1/Condition", None, "whoever is behind it"),
    ("BucketPolicy/Properties/PolicyDocument/Statement/1/Resource", {"Fn::Sub": "${Bucket.Arn}/*"}, "bucket allows"),
    ("Bucket/Properties/VersioningConfiguration/Status", "Suspended", "keeps no versions"),
    ("Bucket/Properties/NotificationConfiguration", {}, "does not tell"),
    ("Bucket/Properties/LifecycleConfiguration/Rules/1/ExpirationInDays", 30, "stories expire"),
    ("RenderFunction/Properties/FunctionUrlConfig/AuthType", "NONE", "the URLs are"),
    ("RenderFunction/Properties/Runtime", "python3.15", "python3.15"),
    ("PublishFunction/Properties/Architectures", ["x86_64"], "x86_64"),
    ("RenderFunction/Properties/SnapStart", {"ApplyOn": "None"}, "RenderFunction is"),
    ("RenderFunction/Properties/VersionDescription", None, "not told"),
    ("RenderFunction/Properties/Timeout", 30, "has 30 s"),
    ("RenderFunction/Properties/Tracing", "Active", "decided against"),
    ("PublishLogs/Properties/RetentionInDays", None, "not told"),
    ("EdgeRunsFunction", None, "the permissions are"),
    ("EdgeUsesAddress/Properties/SourceArn", None, "given otherwise"),
    ("EdgeUsesAddress/Properties/Principal", "*", "given otherwise"),
    ("EdgeRunsFunction/Properties/FunctionName", {"Ref": "RenderFunction"}, "given otherwise"),
    ("RenderRole/Properties/Policies/0/PolicyDocument/Statement/0/Action/1", "s3:PutObject", "may s3:PutObject"),
    ("RenderRole/Properties/Policies/0/PolicyDocument/Statement/0/Action", "s3:Get*", "wildcard action"),
    ("RenderRole/Properties/Policies/0/PolicyDocument/Statement/1/Condition", None, "list what are no stories"),
    ("RenderRole/Properties/Policies/0/PolicyDocument/Statement/1/Action/0", None, "may not s3:ListBucket on"),
    ("PublishRole/Properties/Policies/0/PolicyDocument/Statement/4/Resource", "*", "on everything"),
    ("PublishRole/Properties/ManagedPolicyArns", ["arn:aws:iam::aws:policy/AdministratorAccess"], "someone else's"),
    ("RenderFunction/Properties/Role", {"Fn::GetAtt": ["PublishRole", "Arn"]}, "has another role"),
    (
        "PageKey/Properties/CachePolicyConfig/ParametersInCacheKeyAndForwardedToOrigin/QueryStringsConfig",
        {"QueryStringBehavior": "all"},
        "more is in the key",
    ),
    ("PageKey/Properties/CachePolicyConfig/DefaultTTL", 60, "decides on lifetimes"),
    (
        "Distribution/Properties/DistributionConfig/DefaultCacheBehavior/OriginRequestPolicyId",
        "216adef6-5c7f-47e4-b989-5492eafa07d3",
        "more is sent",
    ),
    ("Distribution/Properties/DistributionConfig/DefaultCacheBehavior/FunctionAssociations", [], "not normalised"),
    ("Distribution/Properties/DistributionConfig/DefaultCacheBehavior/AllowedMethods", ["GET", "HEAD"], "is another"),
    ("Distribution/Properties/DistributionConfig/CacheBehaviors/0/ViewerProtocolPolicy", "allow-all", "in the clear"),
    ("Distribution/Properties/DistributionConfig/CacheBehaviors/0/PathPattern", "/*", "the paths are"),
    ("Distribution/Properties/DistributionConfig/CacheTagConfig/HeaderName", "Surrogate-Key", "not read"),
    ("PageHeaders/Properties/ResponseHeadersPolicyConfig/RemoveHeadersConfig/Items", [], "passed on"),
    ("Distribution/Properties/DistributionConfig/Origins/0/ConnectionAttempts", 3, "the edge waits"),
    ("Distribution/Properties/DistributionConfig/Origins/0/CustomOriginConfig/OriginReadTimeout", 30, "waits"),
    ("Distribution/Properties/DistributionConfig/CustomErrorResponses/2/ErrorCachingMinTTL", 10, "errors are kept"),
    ("RenderAccess/Properties/OriginAccessControlConfig/SigningBehavior", "never", "signs"),
    ("Distribution/Properties/DistributionConfig/HttpVersion", "http2", "speaks less"),
    ("StoryChanges/Properties/EventPattern/detail/object", None, "other changes"),
    ("StoryChanges/Properties/Targets/0/DeadLetterConfig", None, "not told"),
    ("PublishQueue/Properties/RedrivePolicy", None, "not told"),
    ("PublishQueue/Properties/VisibilityTimeout", 60, "while it is worked on"),
    ("PublishFunction/Properties/Events/Changes/Properties/FunctionResponseTypes", [], "called otherwise"),
    ("DeadLetters/Properties/SqsManagedSseEnabled", False, "not encrypted"),
    ("PublishQueuePolicy/Properties/PolicyDocument/Statement/0", None, "in the clear"),
    ("PublishQueuePolicy/Properties/PolicyDocument/Statement/1/Condition", None, "queues_are_closed"),
    ("Bucket/Properties/LifecycleConfiguration/Rules/0/NoncurrentVersionExpiration/NewerNoncurrentVersions", 1, "kept"),
    ("AccessLogs/Properties/LifecycleConfiguration/Rules/0/ExpirationInDays", 3650, "kept for longer"),
    ("EdgeErrors/Condition", None, "settings_are_followed"),
]


@pytest.mark.parametrize(("place", "value", "told"), SLIPS, ids=lambda value: str(value)[-60:])
def test_a_broken_promise_is_found(written: Template, place: str, value: object, told: str) -> None:
    """Each slip is told, and told as what it is."""
    found = broken(template.expanded(with_slip(written, place, value)))
    assert [line for line in found if told in line], found


# --- what it says, the code does


def settings_read(function: str) -> set[str]:
    """Return the variables that a function's settings module reads."""
    return set(re.findall(r"SLUGLINE_[A-Z_]+", (ROOT / "functions" / function / "settings.py").read_text("utf-8")))


@pytest.mark.parametrize(("name", "package"), [("RenderFunction", "render"), ("PublishFunction", "publish")])
def test_each_setting_is_one_that_is_read(made: Template, name: str, package: str) -> None:
    """No variable is given that nobody reads, and none is lacking without which the start fails."""
    given = set(template.properties(made, name)["Environment"]["Variables"])
    assert given <= settings_read(package)
    needed = {
        "render": {"SLUGLINE_STORAGE"},
        "publish": {"SLUGLINE_STORAGE", "SLUGLINE_DISTRIBUTION", "SLUGLINE_QUEUE", "SLUGLINE_RENDER_SECONDS"},
    }
    assert needed[package] <= given


def test_the_second_purge_knows_the_time_out(made: Template) -> None:
    """What the publish function is told of the render function's time-out is its time-out."""
    told = template.properties(made, "PublishFunction")["Environment"]["Variables"]["SLUGLINE_RENDER_SECONDS"]
    assert told == str(template.properties(made, "RenderFunction")["Timeout"])


def test_the_entry_points_are_there(made: Template) -> None:
    """Each handler is one of a module of ours."""
    for name in FUNCTIONS:
        *module, variable = template.properties(made, name)["Handler"].split(".")
        source = (ROOT / "functions").joinpath(*module).with_suffix(".py").read_text("utf-8")
        assert re.search(rf"^(?:def )?{variable}\b", source, re.MULTILINE), name


RIGHTS = {
    # Without s3:ListBucket S3 says 403 of what is not there.
    "get_object": {"s3:GetObject", "s3:GetObjectVersion", "s3:ListBucket"},
    "list_objects_v2": {"s3:ListBucket"},
    "list_object_versions": {"s3:ListBucketVersions"},
    "put_object": {"s3:PutObject"},
    "delete_object": {"s3:DeleteObject"},
    "send_message": {"sqs:SendMessage"},
    "change_message_visibility": {"sqs:ChangeMessageVisibility"},
    "create_invalidation": {"cloudfront:CreateInvalidation"},
}
"""What the code may ask of AWS, and the rights that it takes."""
LAMBDAS_OWN = {
    "render": {"logs:CreateLogStream", "logs:PutLogEvents"},
    "publish": {
        *("logs:CreateLogStream", "logs:PutLogEvents"),
        *("sqs:ReceiveMessage", "sqs:DeleteMessage", "sqs:GetQueueAttributes", "sqs:ChangeMessageVisibility"),
    },
}
"""What Lambda does in a function's name."""
_ASKED = re.compile(r"client\.(?:get_paginator\(\")?([a-z_0-9]+)")


def storage_asks() -> dict[str, set[str]]:
    """Return what each method of the bucket asks of S3, by itself and by the methods that it calls."""
    tree = ast.parse((ROOT / "functions" / "slugline" / "storage" / "s3.py").read_text("utf-8"))
    bodies = {
        method.name: ast.unparse(method).replace("'", '"')
        for one in tree.body
        if isinstance(one, ast.ClassDef)
        for method in one.body
        if isinstance(method, ast.FunctionDef)
    }

    def asks(name: str, above: frozenset[str]) -> set[str]:
        called = {other for other in bodies if f"self.{other}(" in bodies[name]} - above
        own = set(_ASKED.findall(bodies[name]))
        return own.union(*(asks(other, above | {name}) for other in called))

    return {name: asks(name, frozenset({name})) for name in bodies if name != "__init__"}


def asked_by(package: str) -> set[str]:
    """Return the operations that a function's code asks of AWS, directly and of storage."""
    source = "\n".join(file.read_text("utf-8") for file in (ROOT / "functions" / package).glob("*.py"))
    methods = storage_asks()
    used = [asked for method, asked in methods.items() if f".{method}(" in source]
    return set(re.findall(r"_client\.([a-z_0-9]+)\(", source)).union(*used)


def test_what_storage_asks_is_seen() -> None:
    """The look into the code sees what is asked directly, by way of another method, and by a paginator."""
    found = storage_asks()
    assert found["read"] == {"get_object"}
    assert found["earlier"] == {"get_object", "list_object_versions"}
    assert found["documents"] == {"list_objects_v2"}


@pytest.mark.parametrize(("role", "package"), [("RenderRole", "render"), ("PublishRole", "publish")])
def test_each_right_is_one_that_the_code_uses(role: str, package: str) -> None:
    """A role's rights are those that its function's code takes, and Lambda's own; a new one in the code fails."""
    used = {right for asked in asked_by(package) for right in RIGHTS[asked]} | LAMBDAS_OWN[package]
    assert {action for action, _ in MAY[role]} == used


def test_it_can_be_brought_there(made: Template) -> None:
    """The template and the viewer-request function are within CloudFormation's and CloudFront's limits."""
    assert len(json.dumps(made).encode()) < LONGEST_TEMPLATE
    code = template.properties(made, "ViewerRequest")["FunctionCode"]
    assert "function handler(event)" in code
    assert len(code.encode()) <= LONGEST_CODE


# --- watching


def alarms(made: Template) -> dict[str, dict[str, Any]]:
    """Return the alarms by the names that people see."""
    found = template.resources(made, "AWS::CloudWatch::Alarm")
    return {alarm["AlarmName"]["Fn::Sub"].removeprefix("${AWS::StackName}-"): alarm for _, alarm in found}


def test_each_alarm_says_what_it_means_and_where_to_read_on(made: Template) -> None:
    """A sentence, the runbook's heading, one way to tell; and silence is no alarm."""
    found = alarms(made)
    assert len(found) == 12
    for name, alarm in found.items():
        assert re.fullmatch(rf"[A-Z][^.]{{30,}}\. infra/OPERATING\.md, Alarm: {name}", alarm["AlarmDescription"]), name
        assert alarm["TreatMissingData"] == "notBreaching", name
        assert alarm["AlarmActions"]["Fn::If"][0] == "MakesTopic", name


def test_the_runbook_has_each_alarm(made: Template) -> None:
    """Each alarm has its heading in the runbook, and no heading is of an alarm that is gone."""
    runbook = (ROOT / "infra" / "OPERATING.md").read_text("utf-8")
    assert set(re.findall(r"^#+ Alarm: (\S+)$", runbook, re.MULTILINE)) == set(alarms(made))


def test_what_is_watched_is_there(made: Template) -> None:
    """Each metric of ours in an alarm or on the dashboard is one that the function it is said of counts."""
    body = json.loads(template.properties(made, "Dashboard")["DashboardBody"]["Fn::Sub"])
    ours = "Slugline/${AWS::StackName}"
    drawn = [row for widget in body["widgets"] for row in widget["properties"]["metrics"] if row[0] == ours]
    given = {
        template.properties(made, name)["Environment"]["Variables"]["SLUGLINE_METRICS"]["Fn::Sub"] for name in FUNCTIONS
    }
    assert given == {ours}
    watched = {(row[3], row[1]) for row in drawn}
    for alarm in alarms(made).values():
        if alarm["Namespace"] == {"Fn::Sub": ours}:
            watched.add((alarm["Dimensions"][0]["Value"], alarm["MetricName"]))
    assert len(watched) >= 10
    for service, metric in watched:
        folder = ROOT / "functions" / service.removeprefix("slugline-")
        sources = [file.read_text("utf-8") for file in folder.glob("*.py")]
        assert any(f'"{service}"' in source for source in sources), service
        assert any(f'"{metric}"' in source for source in sources), f"{service} counts no {metric}"
