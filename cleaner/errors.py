"""The cleaner's own error."""


class CleanError(ValueError):
    """What was given cannot be cleaned at all (a rule that is no selector, say); never raised for bad HTML."""
