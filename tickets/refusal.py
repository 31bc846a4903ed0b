"""How an action says no."""


class ActionRefused(Exception):
    """The action may not be done; `str()` is one sentence for the person who asked, in their language."""
