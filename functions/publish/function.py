"""Between Lambda and the edge: a batch of storage events in, one purge out now and one later, and a line in the log."""

from collections.abc import Callable, Sequence
from datetime import UTC, datetime
from typing import Any

import msgspec
from aws_lambda_powertools import Logger, Metrics
from aws_lambda_powertools.metrics import MetricUnit
from aws_lambda_powertools.utilities.data_classes import SQSEvent
from aws_lambda_powertools.utilities.data_classes.sqs_event import SQSRecord
from aws_lambda_powertools.utilities.typing import LambdaContext

from publish import patience
from publish.desk import tell
from publish.edge import Edge
from publish.effect import effect_of
from publish.messages import Again, Change, read
from publish.queue import Queue
from publish.settings import METRICS
from publish.work import Work, reference_of, tags_in
from slugline.errors import PurgeRefused, QueueRefused, StorageUnavailable, Unreadable
from slugline.storage import Archive
from slugline.story.providers import Providers

SERVICE = "slugline-publish"
MAX_TOLD = 20
"""Problems of one document that a line of the log names."""


class PublishFunction:
    """The publish function with its parts; call it with an event of SQS and a context."""

    def __init__(  # noqa: PLR0913 -- its three parts, and by name how it works with them
        self,
        storage: Archive,
        edge: Edge,
        queue: Queue,
        *,
        providers: Providers,
        second_purge: int,
        prefix: str = "",
        metrics: str = METRICS,
    ) -> None:
        """Takes its parts.

        Args:
            storage: where documents lie, and problems are told.
            edge: what forgets.
            queue: where the messages come from.
            providers: of embeds, as the theme has them.
            second_purge: seconds after which a purge is repeated.
            prefix: what stands before `stories/` in the keys of events, without a slash at the end.
            metrics: the namespace of its metrics.
        """
        self._storage = storage
        self._edge = edge
        self._queue = queue
        self._providers = providers
        self._second_purge = second_purge
        self._prefix = prefix
        self.logger = Logger(service=SERVICE, location=None)
        self.metrics = Metrics(namespace=metrics, service=SERVICE)

    def __call__(self, event: dict[str, Any], context: LambdaContext) -> dict[str, Any]:
        """One batch; what is answered are the messages that must be delivered again."""
        works = [self._begun(record, context) for record in SQSEvent(event).records]
        self._purge([work for work in works if work.tags], context)
        failed = [work for work in works if work.faults]
        for work in failed:
            if patience.for_the_queue(context):
                self._hold_back(work)
        for work in works:
            self._log(work)
        if self.metrics.metric_set:
            self.metrics.flush_metrics()
        return {"batchItemFailures": [{"itemIdentifier": work.message} for work in failed]}

    def _begun(self, record: SQSRecord, context: LambdaContext) -> Work:
        """A message with what follows from it; whatever goes wrong is its own affair."""
        deliveries = int(record.attributes.approximate_receive_count or 1)
        work = Work(record.message_id, record.receipt_handle, deliveries)
        try:
            said = read(record.body)
            if isinstance(said, Again):
                work.again = said
            else:
                work.changes = said
                for change in said:
                    self._look_at(change, work, context)
        except Unreadable as fault:
            work.faults.append(str(fault))
        except Exception as fault:  # noqa: BLE001 -- what nobody foresaw in one message must not stop the others
            work.faults.append(f"{type(fault).__name__} while looking at the message")
        return work

    def _look_at(self, change: Change, work: Work, context: LambdaContext) -> None:
        if not patience.for_a_document(context):
            work.faults.append(f"{change.key}: no time was left for it")
            return
        try:
            effect = effect_of(change, self._storage, self._providers, self._prefix)
            work.effects.append(effect)
            if effect.unfinished:
                work.faults.append(effect.unfinished)
            tell(effect, self._storage.open())
        except StorageUnavailable as fault:
            work.faults.append(str(fault))

    def _purge(self, works: Sequence[Work], context: LambdaContext) -> None:
        """One purge for all; where its tags are refused, one for each, so that one does not keep up the others."""
        if not works:
            return
        try:
            self._purge_together(works)
        except PurgeRefused as refused:
            self._count("PurgeFailures", 1)
            if refused.for_its_tags and len(works) > 1:
                for work in works:
                    self._purge_alone(work, context)
                return
            for work in works:
                work.faults.append(str(refused))
        except QueueRefused as refused:
            for work in works:
                work.faults.append(f"the second purge could not be asked for: {refused}")

    def _purge_alone(self, work: Work, context: LambdaContext) -> None:
        if patience.for_a_purge(context):
            self._purge([work], context)
        else:
            work.faults.append("no time was left for its purge")

    def _purge_together(self, works: Sequence[Work]) -> None:
        tags = tags_in(works)
        self._edge.purge(tags, reference_of(works, "first" if any(w.changes for w in works) else "second"))
        self._count("PurgedTags", len(tags))
        self._time(works)
        if first := [work for work in works if work.changes]:
            again = Again(tags_in(first), reference_of(first, "again"))
            self._queue.later(msgspec.json.encode(again).decode(), self._second_purge)

    def _time(self, works: Sequence[Work]) -> None:
        """How long each change took to get here; a clock that is ahead of ours does not make it less than nothing."""
        now = datetime.now(UTC)
        for change in (change for work in works for change in work.changes if change.at):
            seconds = max(0.0, (now - (change.at or now)).total_seconds())
            self.metrics.add_metric(name="PublishToPurgeSeconds", unit=MetricUnit.Seconds, value=seconds)

    def _hold_back(self, work: Work) -> None:
        """Has a message delivered again sooner than the queue would by itself, and later each time."""
        try:
            self._queue.back(work.receipt, patience.until_delivery(work.deliveries))
        except QueueRefused as refused:
            work.faults.append(str(refused))

    def _log(self, work: Work) -> None:
        line: Callable[..., None] = self.logger.error if work.faults else self.logger.info
        for effect in work.effects:
            broken = effect.outcome in ("broken", "unreachable")
            self._count("BrokenDocuments", int(broken))
            line(
                effect.outcome,
                path=effect.path,
                tags=effect.tags,
                problems=[problem.discreet() for problem in effect.problems[:MAX_TOLD]],
                faults=work.faults,
            )
        if work.again or not work.effects:
            line(
                "purged again" if work.again else "no change",
                message_id=work.message,
                tags=work.tags,
                faults=work.faults,
            )

    def _count(self, name: str, count: int) -> None:
        if count:
            self.metrics.add_metric(name=name, unit=MetricUnit.Count, value=count)
