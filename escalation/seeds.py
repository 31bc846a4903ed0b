"""The default ladders and the matrices of how to reach us: rows that an administrator edits."""


def seed() -> None:
    """Ladders, then instructions."""
