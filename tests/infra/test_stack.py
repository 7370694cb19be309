"""The stack stands: all of it is created in an AWS stand-in, and looked at there."""

from __future__ import annotations

import copy
import json
import shutil
import subprocess
import time
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pytest
from botocore.exceptions import ClientError

from infra.stack import TEMPLATE
from tests.infra import template
from tests.infra.template import FUNCTIONS, Template
from tests.parts import aws, sam_cli
from tests.parts.aws import Aws, Stack
from tests.parts.missing import need

NAME = "newsroom"
FULL = {
    "DomainNames": "www.example.com,example.com",
    "CertificateArn": "arn:aws:acm:us-east-1:123456789012:certificate/0a1b",
    "BaseUrl": "https://www.example.com",
    "RenderMemory": "1769",
    "RenderConcurrency": "50",
    "OriginShieldRegion": "eu-west-1",
    "WebAclArn": "arn:aws:wafv2:us-east-1:123456789012:global/webacl/site/0a1b",
    "AccessLogDays": "30",
    "LogDays": "7",
    "AlarmTopicArn": "arn:aws:sns:eu-west-1:123456789012:pager",
}
"""Every parameter given, the newsroom's own topic instead of an address."""


@pytest.fixture(scope="module")
def account() -> Iterator[Aws]:
    """An account of nobody's."""
    need(aws)
    with Aws() as running:
        yield running


@pytest.fixture(scope="module")
def made(account: Aws) -> Template:
    """What SAM makes of the template, with code for both functions."""
    answers = "def handler(event, context):\n    return {'statusCode': 200}\n"
    code = aws.archive({"render/handler.py": answers, "publish/handler.py": answers})
    return template.expanded(template.written(), dict.fromkeys(FUNCTIONS, f"s3://{account.keep('code.zip', code)}"))


@pytest.fixture(scope="module")
def stack(account: Aws, made: Template) -> Stack:
    """The stack with no parameter but an address for alarms."""
    return account.create(NAME, made, {"AlarmEmail": "desk@example.com"})


@pytest.fixture(scope="module")
def full(account: Aws, made: Template) -> Stack:
    """The stack with every parameter given."""
    return account.create("full", made, FULL)


def absent(template_: Template, *conditions: str) -> set[str]:
    """Return the resources that are made under one of some conditions."""
    return {name for name, one in template_["Resources"].items() if one.get("Condition") in conditions}


def test_everything_is_created(stack: Stack, made: Template) -> None:
    """There is no type that the stand-in does not know: each resource is there but those of conditions not met."""
    assert set(stack.resources) == set(made["Resources"]) - absent(made, "HasAccessLogs", "SeesEdgeMetrics")
    assert set(stack.outputs) == set(made["Outputs"])
    assert stack.outputs["Address"].startswith("https://")


def test_the_bucket_is_closed_and_keeps_versions(account: Aws, stack: Stack) -> None:
    """As S3 itself tells it."""
    s3, name = account.client("s3"), stack.resources["Bucket"]
    blocked = s3.get_public_access_block(Bucket=name)["PublicAccessBlockConfiguration"]
    assert blocked == dict.fromkeys(blocked, True)
    assert len(blocked) == 4
    assert s3.get_bucket_versioning(Bucket=name)["Status"] == "Enabled"
    rule = s3.get_bucket_encryption(Bucket=name)["ServerSideEncryptionConfiguration"]["Rules"][0]
    assert rule["ApplyServerSideEncryptionByDefault"]["SSEAlgorithm"] == "AES256"
    refuse, allow = json.loads(s3.get_bucket_policy(Bucket=name)["Policy"])["Statement"]
    assert refuse["Resource"] == [f"arn:aws:s3:::{name}", f"arn:aws:s3:::{name}/*"]
    assert allow["Resource"] == f"arn:aws:s3:::{name}/media/*"
    assert allow["Condition"]["StringEquals"]["aws:SourceArn"].endswith(f"/{stack.resources['Distribution']}")


def test_what_the_stand_in_forgets_is_known(account: Aws, full: Stack) -> None:
    """Three settings are taken and not kept, so test_template.py alone looks at them; once one is kept, this fails."""
    s3 = account.client("s3")
    with pytest.raises(ClientError, match="NoSuchLifecycleConfiguration"):
        s3.get_bucket_lifecycle_configuration(Bucket=full.resources["Bucket"])
    owned = s3.get_bucket_ownership_controls(Bucket=full.resources["AccessLogs"])["OwnershipControls"]["Rules"]
    assert owned != [{"ObjectOwnership": "BucketOwnerPreferred"}]
    kept = account.client("lambda").get_function_concurrency(FunctionName=full.resources["RenderFunction"])
    assert "ReservedConcurrentExecutions" not in kept


def test_the_functions_are_published_behind_their_alias(account: Aws, stack: Stack) -> None:
    """Version 1 of each is what the alias has, with the settings that name the stack's own parts."""
    functions = account.client("lambda")
    bucket, distribution = stack.resources["Bucket"], stack.resources["Distribution"]
    wanted: dict[str, dict[str, str]] = {
        "RenderFunction": {
            "SLUGLINE_STORAGE": f"s3://{bucket}",
            "SLUGLINE_BASE_URL": "",
            "SLUGLINE_STORAGE_SECONDS": "3",
            "SLUGLINE_METRICS": f"Slugline/{NAME}",
        },
        "PublishFunction": {
            "SLUGLINE_STORAGE": f"s3://{bucket}",
            "SLUGLINE_DISTRIBUTION": distribution,
            "SLUGLINE_QUEUE": stack.resources["PublishQueue"],
            "SLUGLINE_RENDER_SECONDS": "6",
            "SLUGLINE_METRICS": f"Slugline/{NAME}",
        },
    }
    for name, variables in wanted.items():
        found = functions.get_function_configuration(FunctionName=stack.resources[name], Qualifier="live")
        assert found["Environment"]["Variables"] == variables
        assert (found["Version"], found["Runtime"], found["Architectures"]) == ("1", "python3.14", ["arm64"])
        snapshot = "PublishedVersions" if name == "RenderFunction" else "None"
        assert found.get("SnapStart", {}).get("ApplyOn", "None") == snapshot
        assert found["LoggingConfig"]["LogFormat"] == "JSON"


def test_only_the_distribution_may_use_the_address(account: Aws, stack: Stack) -> None:
    """The URL asks for a signature, and its policy has two statements, both for the distribution."""
    functions, name = account.client("lambda"), stack.resources["RenderFunction"]
    url = functions.get_function_url_config(FunctionName=name, Qualifier="live")
    assert url["AuthType"] == "AWS_IAM"
    with pytest.raises(ClientError, match="ResourceNotFound"):
        functions.get_function_url_config(FunctionName=name)
    statements = json.loads(functions.get_policy(FunctionName=name)["Policy"])["Statement"]
    assert {one["Action"] for one in statements} == {"lambda:InvokeFunctionUrl", "lambda:InvokeFunction"}
    for one in statements:
        assert one["Principal"] == {"Service": "cloudfront.amazonaws.com"}
        assert one["Resource"].endswith(f":{name}:live")
        assert one["Condition"]["ArnLike"]["AWS:SourceArn"].endswith(f"/{stack.resources['Distribution']}")


def distribution_of(account: Aws, stack: Stack) -> dict[str, Any]:
    """Return a distribution's configuration, as CloudFront tells it."""
    told = account.client("cloudfront").get_distribution(Id=stack.resources["Distribution"])
    configuration: dict[str, Any] = told["Distribution"]["DistributionConfig"]
    return configuration


def test_the_edge_is_as_decided(account: Aws, stack: Stack) -> None:
    """As CloudFront itself tells it: origin, key, tags, errors, headers, function."""
    edge = account.client("cloudfront")
    told = distribution_of(account, stack)
    render, media = told["Origins"]["Items"]
    url = account.client("lambda").get_function_url_config(
        FunctionName=stack.resources["RenderFunction"], Qualifier="live"
    )
    assert url["FunctionUrl"] == f"https://{render['DomainName']}/"
    assert media["DomainName"].startswith(f"{stack.resources['Bucket']}.s3.")
    assert (render["ConnectionAttempts"], render["CustomOriginConfig"]["OriginReadTimeout"]) == (1, 6)
    assert (told["CacheTagConfig"], told["HttpVersion"]) == ({"HeaderName": "Cache-Tag"}, "http2and3")
    assert told["CustomErrorResponses"]["Quantity"] == 8
    key = edge.get_cache_policy(Id=told["DefaultCacheBehavior"]["CachePolicyId"])["CachePolicy"]["CachePolicyConfig"]
    asked = key["ParametersInCacheKeyAndForwardedToOrigin"]
    assert asked["QueryStringsConfig"]["QueryStrings"]["Items"] == ["amp"]
    assert (asked["HeadersConfig"]["HeaderBehavior"], asked["CookiesConfig"]["CookieBehavior"]) == ("none", "none")
    policy = edge.get_response_headers_policy(Id=told["DefaultCacheBehavior"]["ResponseHeadersPolicyId"])
    removed = policy["ResponseHeadersPolicy"]["ResponseHeadersPolicyConfig"]["RemoveHeadersConfig"]["Items"]
    assert removed == [{"Header": "Cache-Tag"}]
    control = edge.get_origin_access_control(Id=render["OriginAccessControlId"])["OriginAccessControl"]
    assert control["OriginAccessControlConfig"]["OriginAccessControlOriginType"] == "lambda"
    live = edge.get_function(Name=stack.resources["ViewerRequest"], Stage="LIVE")
    assert b"function handler(event)" in live["FunctionCode"].read()


@pytest.mark.parametrize(
    ("asked", "decided"),
    [
        (("RenderRole", "s3:GetObject", "stories/a.json"), "allowed"),
        (("RenderRole", "s3:GetObject", "problems/a.json"), "implicitDeny"),
        (("RenderRole", "s3:PutObject", "stories/a.json"), "implicitDeny"),
        (("RenderRole", "s3:PutObject", "problems/a.json"), "implicitDeny"),
        (("PublishRole", "s3:PutObject", "problems/a.json"), "allowed"),
        (("PublishRole", "s3:DeleteObject", "problems/a.json"), "allowed"),
        (("PublishRole", "s3:PutObject", "stories/a.json"), "implicitDeny"),
        (("PublishRole", "s3:DeleteObject", "stories/a.json"), "implicitDeny"),
        (("PublishRole", "s3:PutObject", "media/a.jpg"), "implicitDeny"),
        (("PublishRole", "s3:PutBucketPolicy", ""), "implicitDeny"),
    ],
)
def test_a_role_may_what_it_must(account: Aws, stack: Stack, asked: tuple[str, str, str], decided: str) -> None:
    """As IAM itself decides: the render function writes nothing, the publish function no story."""
    role, action, key = asked
    bucket = f"arn:aws:s3:::{stack.resources['Bucket']}"
    iam = account.client("iam")
    told = iam.simulate_principal_policy(
        PolicySourceArn=iam.get_role(RoleName=stack.resources[role])["Role"]["Arn"],
        ActionNames=[action],
        ResourceArns=[f"{bucket}/{key}" if key else bucket],
    )
    assert [one["EvalDecision"] for one in told["EvaluationResults"]] == [decided]


def received(account: Aws, queue: str, wanted: int) -> list[dict[str, Any]]:
    """Return the messages of a queue once there are enough of them, or none has come for a second."""
    sqs = account.client("sqs")
    found: list[dict[str, Any]] = []
    end = time.monotonic() + 20
    while time.monotonic() < end:
        told = sqs.receive_message(QueueUrl=queue, MaxNumberOfMessages=10, WaitTimeSeconds=1).get("Messages", [])
        found += [json.loads(one["Body"]) for one in told]
        if not told and len(found) >= wanted:
            break
    return found


def test_a_change_of_a_story_is_queued_and_nothing_else(account: Aws, stack: Stack) -> None:
    """From S3 by the rule into the queue: documents under stories/, written and deleted, keys as they are."""
    functions, s3, bucket = account.client("lambda"), account.client("s3"), stack.resources["Bucket"]
    functions.update_event_source_mapping(UUID=stack.resources["PublishFunctionChanges"], Enabled=False)
    for key in (
        *("problems/a.json", "stories/a.txt", "stories/a.json.bak", "media/stories/a.json", "stories.json"),
        *("stories/a.json", "stories/world/b c+\u00fc.json"),
    ):
        s3.put_object(Bucket=bucket, Key=key, Body=b"{}")
    s3.delete_object(Bucket=bucket, Key="problems/a.json")
    s3.delete_object(Bucket=bucket, Key="stories/a.json")
    found = [
        (one["detail-type"], one["detail"]["object"]["key"])
        for one in received(account, stack.resources["PublishQueue"], wanted=3)
    ]
    assert sorted(found) == [
        ("Object Created", "stories/a.json"),
        ("Object Created", "stories/world/b c+\u00fc.json"),
        ("Object Deleted", "stories/a.json"),
    ]


def test_the_queue_gives_up_into_its_own_dead_letters(account: Aws, stack: Stack) -> None:
    """As SQS itself tells it: encryption, redrive both ways, the rule as the only sender."""
    sqs = account.client("sqs")

    def told(name: str) -> dict[str, str]:
        attributes: dict[str, str] = sqs.get_queue_attributes(QueueUrl=stack.resources[name], AttributeNames=["All"])[
            "Attributes"
        ]
        return attributes

    queue, dead, lost = told("PublishQueue"), told("DeadLetters"), told("Undelivered")
    assert {one["SqsManagedSseEnabled"] for one in (queue, dead, lost)} == {"true"}
    assert queue["VisibilityTimeout"] == "360"
    assert json.loads(queue["RedrivePolicy"]) == {"deadLetterTargetArn": dead["QueueArn"], "maxReceiveCount": 10}
    assert json.loads(dead["RedriveAllowPolicy"])["sourceQueueArns"] == [queue["QueueArn"]]
    assert json.loads(lost["RedriveAllowPolicy"]) == {"redrivePermission": "denyAll"}
    rule = account.client("events").describe_rule(Name=stack.resources["StoryChanges"].rpartition("/")[2])
    for attributes in (queue, lost):
        senders = [one for one in json.loads(attributes["Policy"])["Statement"] if one["Effect"] == "Allow"]
        assert [one["Condition"]["ArnEquals"]["aws:SourceArn"] for one in senders] == [rule["Arn"]]


def test_alarms_tell_the_desk(account: Aws, stack: Stack) -> None:
    """Each alarm publishes to the topic that was made for the address."""
    found = account.client("cloudwatch").describe_alarms(AlarmNamePrefix=f"{NAME}-")["MetricAlarms"]
    assert len(found) == 11
    assert {tuple(alarm["AlarmActions"]) for alarm in found} == {(stack.resources["AlarmTopic"],)}
    names = [one["DashboardName"] for one in account.client("cloudwatch").list_dashboards()["DashboardEntries"]]
    assert f"{NAME}-{template.REGION}" in names


def test_a_changed_parameter_reaches_the_alias(account: Aws, made: Template) -> None:
    """A new base address is a new version behind the alias; without that the old one would go on being used."""
    functions = account.client("lambda")
    account.create("moved", made, {})
    changed = account.update("moved", made, {"BaseUrl": "https://www.example.com"})
    found = functions.get_function_configuration(FunctionName=changed.resources["RenderFunction"], Qualifier="live")
    assert found["Environment"]["Variables"]["SLUGLINE_BASE_URL"] == "https://www.example.com"
    assert found["Version"] != "1"


def test_every_parameter_arrives(account: Aws, full: Stack, made: Template) -> None:
    """Domain and certificate, shield, web ACL, logs, memory, one's own topic."""
    assert set(full.resources) == set(made["Resources"]) - absent(made, "MakesTopic", "SeesEdgeMetrics")
    told = distribution_of(account, full)
    assert told["Aliases"]["Items"] == ["www.example.com", "example.com"]
    assert told["ViewerCertificate"]["ACMCertificateArn"] == FULL["CertificateArn"]
    assert told["ViewerCertificate"]["MinimumProtocolVersion"] == "TLSv1.2_2025"
    assert told["Origins"]["Items"][0]["OriginShield"]["OriginShieldRegion"] == "eu-west-1"
    assert told["WebACLId"] == FULL["WebAclArn"]
    assert told["Logging"]["Bucket"].startswith(full.resources["AccessLogs"])
    functions, name = account.client("lambda"), full.resources["RenderFunction"]
    assert functions.get_function_configuration(FunctionName=name)["MemorySize"] == 1769
    found = account.client("cloudwatch").describe_alarms(AlarmNamePrefix="full-")["MetricAlarms"]
    assert {tuple(alarm["AlarmActions"]) for alarm in found} == {(FULL["AlarmTopicArn"],)}


def test_where_the_edges_figures_are_they_alarm_too(account: Aws, made: Template) -> None:
    """In us-east-1 there is the alarm on what readers get; and without an address nobody is told.

    The stand-in takes AWS::Region in a condition for a text, so its value is put there.
    """
    virginia = copy.deepcopy(made)
    assert virginia["Conditions"]["SeesEdgeMetrics"]["Fn::Equals"][0] == {"Ref": "AWS::Region"}
    virginia["Conditions"]["SeesEdgeMetrics"]["Fn::Equals"][0] = "us-east-1"
    account.create("virginia", virginia, {})
    found = account.client("cloudwatch").describe_alarms(AlarmNamePrefix="virginia-")["MetricAlarms"]
    assert len(found) == 12
    assert {tuple(alarm["AlarmActions"]) for alarm in found} == {()}


@pytest.fixture
def tree(tmp_path: Path) -> Path:
    """A folder as a newsroom engineer has it: the template, and the artifacts of both functions."""
    (tmp_path / "infra").mkdir()
    shutil.copy(TEMPLATE, tmp_path / "infra")
    shutil.copy(TEMPLATE.parents[1] / "Makefile", tmp_path)
    for name in ("render", "publish"):
        artifact(tmp_path, name, "first")
    return tmp_path


def artifact(tree: Path, name: str, answer: str) -> None:
    """Put an artifact where the template looks for it."""
    (tree / "dist").mkdir(exist_ok=True)
    code = f"def handler(event, context):\n    return {answer!r}\n"
    (tree / "dist" / f"{name}-arm64.zip").write_bytes(aws.archive({f"{name}/handler.py": code}))


def deploy(account: Aws, tree: Path, *options: str, answers: str = "") -> str:
    """Run `sam deploy` in a folder, by `make deploy` where no options are given, and return what it said."""
    by_hand = [str(sam_cli.SAM), "deploy", "--template-file", "infra/template.yaml", *options]
    done = subprocess.run(
        by_hand if options else ["make", "-o", "artifact", "deploy", f"SAM={sam_cli.SAM}"],
        cwd=tree,
        env=sam_cli.environment() | account.environment(),
        input=answers,
        capture_output=True,
        text=True,
        check=False,
    )
    assert done.returncode == 0, done.stdout + done.stderr
    said: str = done.stdout
    return said


def test_one_command_deploys_it(account: Aws, tree: Path) -> None:
    """`make deploy`, a name, and Enter to all else; with a new artifact the alias has a new version."""
    need(sam_cli)
    said = deploy(account, tree, answers="desk\n" + "\n" * 25)
    assert "Successfully created/updated stack - desk" in said
    found = account.client("cloudformation").describe_stack_resource(
        StackName="desk", LogicalResourceId="RenderFunction"
    )
    name = found["StackResourceDetail"]["PhysicalResourceId"]
    functions = account.client("lambda")
    assert functions.get_alias(FunctionName=name, Name="live")["FunctionVersion"] == "1"
    artifact(tree, "render", "second")
    deploy(account, tree, "--stack-name", "desk", "--resolve-s3", "--capabilities", "CAPABILITY_IAM")
    assert functions.get_alias(FunctionName=name, Name="live")["FunctionVersion"] == "2"
    assert "1" in {one["Version"] for one in functions.list_versions_by_function(FunctionName=name)["Versions"]}


def test_deploying_without_sam(tree: Path) -> None:
    """`make deploy` says what is missing, and how to add it."""
    command = ["make", "-o", "artifact", "deploy", "SAM=no-such-sam"]
    done = subprocess.run(command, cwd=tree, capture_output=True, text=True, check=False)
    assert done.returncode != 0
    assert "pip install aws-sam-cli" in done.stdout


@pytest.mark.parametrize(
    ("parameters", "told"),
    [
        ({"DomainNames": "www.example.com"}, "go together"),
        ({"CertificateArn": FULL["CertificateArn"]}, "go together"),
        ({"AlarmEmail": "a@example.com", "AlarmTopicArn": FULL["AlarmTopicArn"]}, "not both"),
        ({"CertificateArn": "arn:aws:acm:eu-west-1:123456789012:certificate/0a1b"}, "certificate in us-east-1"),
        ({"BaseUrl": "https://www.example.com/news"}, "scheme and host only"),
    ],
)
def test_a_wrong_parameter_is_refused_at_once(
    account: Aws, made: Template, parameters: dict[str, str], told: str
) -> None:
    """Before anything is made, with a sentence that says what to write."""
    with pytest.raises(ClientError, match=told):
        account.create("refused", made, parameters)


def test_stories_outlive_the_stack(account: Aws, made: Template) -> None:
    """The bucket and what is in it stay when the stack is deleted."""
    gone = account.create("gone", made, {})
    s3, bucket = account.client("s3"), gone.resources["Bucket"]
    s3.put_object(Bucket=bucket, Key="stories/a.json", Body=b"{}")
    account.delete("gone")
    assert s3.get_object(Bucket=bucket, Key="stories/a.json")["Body"].read() == b"{}"
