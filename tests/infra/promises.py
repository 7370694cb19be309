"""What the security model and the operating contract promise of the stack: a line for each broken one."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from typing import Any

from tests.infra.template import Template, properties, resources

DISTRIBUTION = {"Fn::Sub": "arn:${AWS::Partition}:cloudfront::${AWS::AccountId}:distribution/${Distribution}"}
CLOSED = ("BlockPublicAcls", "BlockPublicPolicy", "IgnorePublicAcls", "RestrictPublicBuckets")
TIME_OUTS = {"RenderFunction": 6, "PublishFunction": 60}
LOGS = {"RenderFunction": "RenderLogs", "PublishFunction": "PublishLogs"}
_STORIES = {"Fn::Sub": "${Bucket.Arn}/stories/*"}
_PROBLEMS = {"Fn::Sub": "${Bucket.Arn}/problems/*"}
_BUCKET = {"Fn::GetAtt": ["Bucket", "Arn"]}
_QUEUE = {"Fn::GetAtt": ["PublishQueue", "Arn"]}
_READING = {
    ("s3:GetObject", str(_STORIES)),
    ("s3:GetObjectVersion", str(_STORIES)),
    ("s3:ListBucket", str(_BUCKET)),
    ("s3:ListBucketVersions", str(_BUCKET)),
}


def _logging(group: str) -> set[tuple[str, str]]:
    arn = str({"Fn::GetAtt": [group, "Arn"]})
    return {("logs:CreateLogStream", arn), ("logs:PutLogEvents", arn)}


MAY = {
    "RenderRole": _READING | _logging("RenderLogs"),
    "PublishRole": {
        *_READING,
        ("s3:PutObject", str(_PROBLEMS)),
        ("s3:DeleteObject", str(_PROBLEMS)),
        ("sqs:ReceiveMessage", str(_QUEUE)),
        ("sqs:DeleteMessage", str(_QUEUE)),
        ("sqs:ChangeMessageVisibility", str(_QUEUE)),
        ("sqs:GetQueueAttributes", str(_QUEUE)),
        ("sqs:SendMessage", str(_QUEUE)),
        ("cloudfront:CreateInvalidation", str(DISTRIBUTION)),
        *_logging("PublishLogs"),
    },
}
"""What each role may do, and to what. Nothing more, nothing less."""


def broken(template: Template) -> list[str]:
    """Return every promise that a stack does not keep; a template that holds to none of them in form is one as well."""
    found = []
    for promise in PROMISES:
        try:
            found += [f"{promise.__name__}: {line}" for line in promise(template)]
        except (KeyError, IndexError, TypeError, AttributeError) as lack:
            found.append(f"{promise.__name__}: not told: {lack!r}")
    return found


def buckets_are_closed(template: Template) -> Iterator[str]:
    """No bucket can be made public or read in the clear; each is encrypted and outlives the stack."""
    found = dict(resources(template, "AWS::S3::Bucket"))
    if set(found) != {"Bucket", "AccessLogs"}:
        yield f"the buckets are {sorted(found)}"
    for name, bucket in found.items():
        blocked = bucket["PublicAccessBlockConfiguration"]
        yield from (f"{name} has no {flag}" for flag in CLOSED if blocked[flag] is not True)
        if "AccessControl" in bucket:
            yield f"{name} has an ACL"
        if bucket["BucketEncryption"]["ServerSideEncryptionConfiguration"][0]["ServerSideEncryptionByDefault"] != {
            "SSEAlgorithm": "AES256"
        }:
            yield f"{name} is not encrypted"
        kept = template["Resources"][name]
        if (kept["DeletionPolicy"], kept["UpdateReplacePolicy"]) != ("RetainExceptOnCreate", "Retain"):
            yield f"{name} goes with the stack"
        both = [{"Fn::GetAtt": [name, "Arn"]}, {"Fn::Sub": f"${{{name}.Arn}}/*"}]
        if not any(_refuses_clear_text(one, both) for one in _statements_about(template, "Bucket", name)):
            yield f"{name} is read in the clear"


def stories_have_versions(template: Template) -> Iterator[str]:
    """The bucket keeps versions, no story expires, and it tells of every change."""
    bucket = properties(template, "Bucket")
    if bucket["VersioningConfiguration"] != {"Status": "Enabled"}:
        yield "it keeps no versions"
    if bucket["NotificationConfiguration"] != {"EventBridgeConfiguration": {"EventBridgeEnabled": True}}:
        yield "it does not tell of changes"
    for rule in bucket["LifecycleConfiguration"]["Rules"]:
        if "ExpirationInDays" in rule or "ExpirationDate" in rule:
            yield "stories expire"


def nobody_is_everybody(template: Template) -> Iterator[str]:
    """No policy allows something to everybody, or all of a service, or on everything; a service only for our own."""
    for name, statement in _statements(template):
        if statement["Effect"] != "Allow":
            continue
        principal = statement.get("Principal", {})
        if principal == "*" or "*" in str(principal):
            yield f"{name} allows everybody"
        if any("*" in action for action in _listed(statement["Action"])):
            yield f"{name} allows a wildcard action"
        if any(resource == "*" for resource in _listed(statement.get("Resource", []))):
            yield f"{name} allows it on everything"
        if set(statement) & {"NotAction", "NotResource", "NotPrincipal"}:
            yield f"{name} allows all but something"
        if "Principal" in statement and "sts:AssumeRole" not in _listed(statement["Action"]):
            sources = [condition.get("aws:SourceArn") for condition in statement.get("Condition", {}).values()]
            if not [source for source in sources if isinstance(source, dict)]:
                yield f"{name} allows a service, whoever is behind it"


def roles_may_what_they_must(template: Template) -> Iterator[str]:
    """Each function's role has exactly the rights that its code uses, on exactly what it uses them on."""
    found = dict(resources(template, "AWS::IAM::Role"))
    if set(found) != set(MAY):
        yield f"the roles are {sorted(found)}"
    for name, role in found.items():
        if role.get("ManagedPolicyArns"):
            yield f"{name} has a policy of someone else's"
        trusted = [(one["Principal"], one["Action"]) for one in role["AssumeRolePolicyDocument"]["Statement"]]
        if trusted != [({"Service": "lambda.amazonaws.com"}, "sts:AssumeRole")]:
            yield f"{name} can be taken by {trusted}"
        statements = [one for policy in role["Policies"] for one in policy["PolicyDocument"]["Statement"]]
        may = {
            (action, str(resource))
            for one in statements
            for action in _listed(one["Action"])
            for resource in _listed(one["Resource"])
        }
        yield from (f"{name} may {action} on {resource}" for action, resource in sorted(may - MAY[name]))
        yield from (f"{name} may not {action} on {resource}" for action, resource in sorted(MAY[name] - may))
        for one in statements:
            if "s3:ListBucket" in _listed(one["Action"]) and one.get("Condition") != {
                "StringLikeIfExists": {"s3:prefix": "stories/*"}
            }:
                yield f"{name} may list what are no stories"
    for function, role_name in (("RenderFunction", "RenderRole"), ("PublishFunction", "PublishRole")):
        if properties(template, function)["Role"] != {"Fn::GetAtt": [role_name, "Arn"]}:
            yield f"{function} has another role"


def address_is_the_edges(template: Template) -> Iterator[str]:
    """There is one function URL, signed for, and nobody but our distribution may use it."""
    urls = [url for _, url in resources(template, "AWS::Lambda::Url")]
    if urls != [
        {"TargetFunctionArn": {"Ref": "RenderFunctionAliaslive"}, "AuthType": "AWS_IAM", "InvokeMode": "BUFFERED"}
    ]:
        yield f"the URLs are {urls}"
    wanted = {
        "lambda:InvokeFunctionUrl": ("FunctionUrlAuthType", "AWS_IAM"),
        "lambda:InvokeFunction": ("InvokedViaFunctionUrl", True),
    }
    permissions = [permission for _, permission in resources(template, "AWS::Lambda::Permission")]
    if sorted(permission["Action"] for permission in permissions) != sorted(wanted):
        yield f"the permissions are {[permission['Action'] for permission in permissions]}"
    for permission in permissions:
        key, value = wanted[permission["Action"]]
        if permission != {
            "FunctionName": {"Ref": "RenderFunctionAliaslive"},
            "Action": permission["Action"],
            "Principal": "cloudfront.amazonaws.com",
            "SourceArn": DISTRIBUTION,
            key: value,
        }:
            yield f"{permission['Action']} is given otherwise"


def functions_are_as_measured(template: Template) -> Iterator[str]:
    """The runtime that exists, the processor of the artifact, a snapshot of render alone, time-outs, own short logs."""
    for name, function in resources(template, "AWS::Lambda::Function"):
        kind = (function["Runtime"], function["Architectures"], function.get("SnapStart"))
        if kind != ("python3.14", ["arm64"], {"ApplyOn": "PublishedVersions"} if name == "RenderFunction" else None):
            yield f"{name} is {kind}"
        if function["Timeout"] != TIME_OUTS[name]:
            yield f"{name} has {function['Timeout']} s"
        if function["LoggingConfig"] != {"LogFormat": "JSON", "LogGroup": {"Ref": LOGS[name]}}:
            yield f"{name} logs elsewhere"
        if properties(template, LOGS[name])["RetentionInDays"] != {"Ref": "LogDays"}:
            yield f"{name} keeps its log for ever"
        alias = properties(template, f"{name}Aliaslive")
        version = alias["FunctionVersion"]["Fn::GetAtt"][0]
        if alias["Name"] != "live" or properties(template, version)["FunctionName"] != {"Ref": name}:
            yield f"{name} is called past its published version"
        if "TracingConfig" in function or "VpcConfig" in function:
            yield f"{name} has what was decided against"
    described = properties(template, _version_of(template, "RenderFunction"))["Description"]["Fn::Sub"]
    yield from (f"{one} is no new version" for one in ("BaseUrl", "RenderMemory") if f"${{{one}}}" not in described)


def edge_keys_on_what_matters(template: Template) -> Iterator[str]:
    """Nothing but the path and the one AMP flag is in the key or reaches the function; nothing unnamed is kept."""
    policy = properties(template, "PageKey")["CachePolicyConfig"]
    if policy["ParametersInCacheKeyAndForwardedToOrigin"] != {
        "EnableAcceptEncodingBrotli": True,
        "EnableAcceptEncodingGzip": True,
        "CookiesConfig": {"CookieBehavior": "none"},
        "HeadersConfig": {"HeaderBehavior": "none"},
        "QueryStringsConfig": {"QueryStringBehavior": "whitelist", "QueryStrings": ["amp"]},
    }:
        yield "more is in the key"
    if (policy["MinTTL"], policy["DefaultTTL"], policy["MaxTTL"]) != (0, 0, 31_536_000):
        yield "the edge decides on lifetimes"
    for behaviour in _behaviours(template):
        if "OriginRequestPolicyId" in behaviour or "ForwardedValues" in behaviour:
            yield "more is sent to the origin"
        if behaviour["ViewerProtocolPolicy"] != "redirect-to-https" or behaviour["Compress"] is not True:
            yield "pages go in the clear, or at full length"
        if behaviour["CachedMethods"] != ["GET", "HEAD"]:
            yield "other methods are cached"
    pages = _behaviours(template)[0]
    if pages["CachePolicyId"] != {"Ref": "PageKey"} or len(pages["AllowedMethods"]) != 7:
        yield "the pages' behaviour is another"
    if pages["FunctionAssociations"] != [
        {"EventType": "viewer-request", "FunctionARN": {"Fn::GetAtt": ["ViewerRequest", "FunctionARN"]}}
    ]:
        yield "addresses are not normalised"


def edge_forgets_and_keeps_to_itself(template: Template) -> Iterator[str]:
    """Tags are read and not passed on; the headers that only the edge can promise are there."""
    if _edge(template)["CacheTagConfig"] != {"HeaderName": "Cache-Tag"}:
        yield "tags are not read"
    for behaviour in _behaviours(template):
        policy = properties(template, behaviour["ResponseHeadersPolicyId"]["Ref"])["ResponseHeadersPolicyConfig"]
        if {"Header": "Cache-Tag"} not in policy["RemoveHeadersConfig"]["Items"]:
            yield "tags are passed on"
        security = policy["SecurityHeadersConfig"]
        transport = security["StrictTransportSecurity"]
        if transport["AccessControlMaxAgeSec"] < 31_536_000 or transport["Override"] is not True:
            yield "a reader may come back in the clear"
        if "ContentTypeOptions" not in security or "ReferrerPolicy" not in security:
            yield "headers lack"
    media = properties(template, "MediaHeaders")["ResponseHeadersPolicyConfig"]["SecurityHeadersConfig"]
    if "sandbox" not in media["ContentSecurityPolicy"]["ContentSecurityPolicy"]:
        yield "a picture may run a script"


def edge_is_patient_as_said(template: Template) -> Iterator[str]:
    """Short time-outs and one attempt, no shorter than the function's; a fault is kept a second, an error as we say."""
    render, media = _edge(template)["Origins"]
    patience = (render["ConnectionAttempts"], render["ConnectionTimeout"], render["ResponseCompletionTimeout"])
    reading = render["CustomOriginConfig"]["OriginReadTimeout"]
    if patience != (1, 2, 6) or reading != TIME_OUTS["RenderFunction"]:
        yield f"the edge waits {patience}, {reading}"
    if render["CustomOriginConfig"]["OriginProtocolPolicy"] != "https-only":
        yield "the function is asked in the clear"
    kept = {error["ErrorCode"]: error["ErrorCachingMinTTL"] for error in _edge(template)["CustomErrorResponses"]}
    if kept != {400: 0, 403: 1, 404: 0, 405: 0, 500: 1, 502: 1, 503: 1, 504: 1}:
        yield f"errors are kept {kept}"
    signed = {"lambda": render["OriginAccessControlId"]["Ref"], "s3": media["OriginAccessControlId"]["Ref"]}
    for kind, name in signed.items():
        control = properties(template, name)["OriginAccessControlConfig"]
        told = (control["OriginAccessControlOriginType"], control["SigningBehavior"], control["SigningProtocol"])
        if told != (kind, "always", "sigv4"):
            yield f"{name} signs {told}"


def edge_is_up_to_date(template: Template) -> Iterator[str]:
    """HTTP/3, IPv6, and with a domain of one's own no TLS before 1.2."""
    edge = _edge(template)
    if (edge["HttpVersion"], edge["IPV6Enabled"], edge["Enabled"]) != ("http2and3", True, True):
        yield "it speaks less"
    own = edge["ViewerCertificate"]["Fn::If"][1]
    if own["MinimumProtocolVersion"] not in ("TLSv1.2_2025", "TLSv1.3_2025") or own["SslSupportMethod"] != "sni-only":
        yield "it speaks old TLS"


def edge_reads_media_alone(template: Template) -> Iterator[str]:
    """Of the bucket the edge is given media/, for reading; stories/ and problems/ are not to be had by it."""
    allowed = [one for one in _statements_about(template, "Bucket", "Bucket") if one["Effect"] == "Allow"]
    if [(one["Principal"], one["Action"], one["Resource"], one["Condition"]) for one in allowed] != [
        (
            {"Service": "cloudfront.amazonaws.com"},
            "s3:GetObject",
            {"Fn::Sub": "${Bucket.Arn}/media/*"},
            {"StringEquals": {"aws:SourceArn": DISTRIBUTION}},
        )
    ]:
        yield f"the bucket allows {allowed}"
    paths = [(one.get("PathPattern"), one["TargetOriginId"]) for one in _behaviours(template)]
    if paths != [(None, "render"), ("/media/*", "media")]:
        yield f"the paths are {paths}"
    if _behaviours(template)[1]["AllowedMethods"] != ["GET", "HEAD"]:
        yield "media can be written"


def changes_are_not_lost(template: Template) -> Iterator[str]:
    """Of every document under stories/ a change is queued; what fails is tried ten times and then set aside."""
    rule = properties(template, "StoryChanges")
    if rule["EventPattern"] != {
        "source": ["aws.s3"],
        "detail-type": ["Object Created", "Object Deleted"],
        "detail": {
            "bucket": {"name": [{"Ref": "Bucket"}]},
            "object": {"key": [{"wildcard": "stories/*.json"}]},
            "reason": [{"anything-but": "Lifecycle Expiration"}],
        },
    }:
        yield "other changes are queued"
    target = rule["Targets"][0]
    if target["DeadLetterConfig"] != {"Arn": {"Fn::GetAtt": ["Undelivered", "Arn"]}} or target["Arn"] != _QUEUE:
        yield "the rule loses what it cannot deliver"
    queue = properties(template, "PublishQueue")
    if queue["RedrivePolicy"] != {
        "deadLetterTargetArn": {"Fn::GetAtt": ["DeadLetters", "Arn"]},
        "maxReceiveCount": 10,
    }:
        yield "a message that fails comes back for ever, or too seldom"
    if queue["VisibilityTimeout"] < 6 * TIME_OUTS["PublishFunction"]:
        yield "a message comes again while it is worked on"
    if properties(template, "PublishFunctionChanges") != {
        "EventSourceArn": _QUEUE,
        "FunctionName": {"Ref": "PublishFunctionAliaslive"},
        "BatchSize": 10,
        "MaximumBatchingWindowInSeconds": 0,
        "FunctionResponseTypes": ["ReportBatchItemFailures"],
        "ScalingConfig": {"MaximumConcurrency": 2},
    }:
        yield "the function is called otherwise"


def queues_are_closed(template: Template) -> Iterator[str]:
    """Queues are encrypted, spoken to in TLS alone, and filled by nobody but the rule."""
    rule = {"ArnEquals": {"aws:SourceArn": {"Fn::GetAtt": ["StoryChanges", "Arn"]}}}
    for name, queue in resources(template, "AWS::SQS::Queue"):
        if queue["SqsManagedSseEnabled"] is not True:
            yield f"{name} is not encrypted"
        arn = {"Fn::GetAtt": [name, "Arn"]}
        statements = [
            statement
            for _, policy in resources(template, "AWS::SQS::QueuePolicy")
            if policy["Queues"] == [{"Ref": name}]
            for statement in policy["PolicyDocument"]["Statement"]
        ]
        if not any(_refuses_clear_text(one, [arn]) for one in statements):
            yield f"{name} is spoken to in the clear"
        senders = [
            (one["Principal"], one["Action"], one["Condition"]) for one in statements if one["Effect"] == "Allow"
        ]
        if senders != (
            [] if name == "DeadLetters" else [({"Service": "events.amazonaws.com"}, "sqs:SendMessage", rule)]
        ):
            yield f"{name} is filled by {senders}"
    if properties(template, "DeadLetters")["RedriveAllowPolicy"]["redrivePermission"] != "byQueue":
        yield "any queue may leave its dead letters with ours"
    if properties(template, "Undelivered")["RedriveAllowPolicy"] != {"redrivePermission": "denyAll"}:
        yield "any queue may leave its dead letters with the rule's"


def settings_are_followed(template: Template) -> Iterator[str]:
    """What the stand-in does not tell: concurrency, owners, how long versions and logs stay, where alarms are."""
    owners = [properties(template, name)["OwnershipControls"] for name in ("Bucket", "AccessLogs")]
    if owners != [{"Rules": [{"ObjectOwnership": f"BucketOwner{one}"}]} for one in ("Enforced", "Preferred")]:
        yield f"objects are owned {owners}"
    if properties(template, "RenderFunction")["ReservedConcurrentExecutions"] != {
        "Fn::If": ["HasConcurrency", {"Ref": "RenderConcurrency"}, {"Ref": "AWS::NoValue"}]
    }:
        yield "the concurrency is another"
    earlier = properties(template, "Bucket")["LifecycleConfiguration"]["Rules"][0]["NoncurrentVersionExpiration"]
    if earlier != {"NoncurrentDays": {"Ref": "VersionDays"}, "NewerNoncurrentVersions": 10}:
        yield f"versions are kept {earlier}"
    if properties(template, "AccessLogs")["LifecycleConfiguration"]["Rules"][0]["ExpirationInDays"] != {
        "Ref": "AccessLogDays"
    }:
        yield "access logs are kept for longer"
    if template["Conditions"][template["Resources"]["EdgeErrors"]["Condition"]] != {
        "Fn::Equals": [{"Ref": "AWS::Region"}, "us-east-1"]
    }:
        yield "an alarm waits for figures that never come"


PROMISES: tuple[Callable[[Template], Iterator[str]], ...] = (
    buckets_are_closed,
    stories_have_versions,
    nobody_is_everybody,
    roles_may_what_they_must,
    address_is_the_edges,
    functions_are_as_measured,
    edge_keys_on_what_matters,
    edge_forgets_and_keeps_to_itself,
    edge_is_patient_as_said,
    edge_is_up_to_date,
    edge_reads_media_alone,
    changes_are_not_lost,
    queues_are_closed,
    settings_are_followed,
)


def _edge(template: Template) -> dict[str, Any]:
    edge: dict[str, Any] = properties(template, "Distribution")["DistributionConfig"]
    return edge


def _behaviours(template: Template) -> list[dict[str, Any]]:
    return [_edge(template)["DefaultCacheBehavior"], *_edge(template)["CacheBehaviors"]]


def _version_of(template: Template, function: str) -> str:
    name: str = properties(template, f"{function}Aliaslive")["FunctionVersion"]["Fn::GetAtt"][0]
    return name


def _statements(template: Template) -> Iterator[tuple[str, dict[str, Any]]]:
    """Every statement of every policy, wherever it stands."""

    def within(name: str, part: object) -> Iterator[tuple[str, dict[str, Any]]]:
        if isinstance(part, dict):
            if "Effect" in part:
                yield name, part
            for inner in part.values():
                yield from within(name, inner)
        elif isinstance(part, list):
            for inner in part:
                yield from within(name, inner)

    for name, resource in template["Resources"].items():
        yield from within(name, resource)


def _statements_about(template: Template, key: str, name: str) -> Iterator[dict[str, Any]]:
    for _, policy in resources(template, f"AWS::S3::{key}Policy"):
        if policy[key] == {"Ref": name}:
            yield from policy["PolicyDocument"]["Statement"]


def _refuses_clear_text(statement: dict[str, Any], whole: list[object]) -> bool:
    resource = statement["Resource"]
    return (
        statement["Effect"] == "Deny"
        and statement["Principal"] == "*"
        and statement["Action"] in ("s3:*", "sqs:*")
        and (resource if isinstance(resource, list) else [resource]) == whole
        and statement["Condition"] == {"Bool": {"aws:SecureTransport": "false"}}
    )


def _listed(value: Any) -> list[Any]:
    return value if isinstance(value, list) else [value]
