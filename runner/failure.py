"""The one exception of the runner."""


class Failure(Exception):
    """Something the person at the keyboard can mend, told in one sentence."""
