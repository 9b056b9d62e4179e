"""What can go wrong, in one family: every message is one sentence that names the input."""


class AgynError(Exception):
    """The root of all errors that Agyn raises on purpose."""


class BadInput(AgynError):
    """An input that cannot be read as bulletins: missing, empty, broken or of another kind."""


class StoreError(AgynError):
    """A store that cannot be opened, read or written."""


class SourceError(AgynError):
    """A source that does not give what it should: out of reach, refused, cut off, of another kind, changed.

    `status` is the HTTP status if there was an answer, `retry_after` the seconds the source asked to
    wait, `retryable` whether the same question may succeed a little later.
    """

    def __init__(
        self, message: str, *, status: int | None = None, retry_after: float | None = None, retryable: bool = False
    ) -> None:
        super().__init__(message)
        self.status = status
        self.retry_after = retry_after
        self.retryable = retryable


class Busy(StoreError):
    """A refresh that cannot start or go on because another one is at work on the same store."""
