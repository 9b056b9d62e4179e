"""What can go wrong, in one family: every message is one sentence that names the input."""


class AgynError(Exception):
    """The root of all errors that Agyn raises on purpose."""


class BadInput(AgynError):
    """An input that cannot be read as bulletins: missing, empty, broken or of another kind."""


class StoreError(AgynError):
    """A store that cannot be opened, read or written."""
