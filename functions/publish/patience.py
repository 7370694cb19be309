"""How long things may take: within one call of the function, which ends at its time-out, and between deliveries."""

from aws_lambda_powertools.utilities.typing import LambdaContext

from publish import edge, queue

LAST_SECONDS = 10
"""How long the last document of a batch may take: twice storage's budget, to read it and to tell of it."""
PURGE_SECONDS = edge.CALLS.longest + queue.CALLS.longest
"""And a purge, with asking for the second."""
ANSWER_SECONDS = queue.CALLS.longest + 1
"""And a last word to the queue; an answer that comes too late is none, and all messages of the batch come again."""
FIRST_WAIT = 10
LONGEST_WAIT = 300
"""Seconds until a message that failed is delivered again: at first, doubled each time, and at most."""


def for_a_document(context: LambdaContext) -> bool:
    """Whether there is time to look at another document and still purge."""
    return _left(context) >= LAST_SECONDS + PURGE_SECONDS


def for_a_purge(context: LambdaContext) -> bool:
    """Whether there is time for another purge and still to answer."""
    return _left(context) >= PURGE_SECONDS + ANSWER_SECONDS


def for_the_queue(context: LambdaContext) -> bool:
    """Whether there is time to ask the queue for something and still to answer."""
    return _left(context) >= ANSWER_SECONDS


def until_delivery(deliveries: int) -> int:
    """Seconds until a message is delivered again that has been so often."""
    return min(LONGEST_WAIT, FIRST_WAIT << min(deliveries - 1, 10))


def _left(context: LambdaContext) -> float:
    milliseconds: float = context.get_remaining_time_in_millis()
    return milliseconds / 1_000
