"""The Lambda entry point. Settings are read as it is imported; a wrong one fails the start."""

import os
from pathlib import Path

from publish.edge import CloudFront
from publish.function import PublishFunction
from publish.queue import Sqs
from publish.settings import providers_of, settings_from
from slugline.storage.s3 import Bucket

STORAGE_SECONDS = 5.0
"""How long the reading of one document may take in all."""

_settings = settings_from(os.environ)

handler = PublishFunction(
    Bucket(_settings.bucket, _settings.prefix, budget=STORAGE_SECONDS),
    CloudFront(_settings.distribution),
    Sqs(_settings.queue),
    providers=providers_of(Path(__file__).parents[1]),
    second_purge=_settings.second_purge,
    prefix=_settings.prefix,
    metrics=_settings.metrics,
)
