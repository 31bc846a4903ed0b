"""The health check of the web container: `python -m runner.health` ends with 0 if its pages answer."""

from __future__ import annotations

import sys

from runner.address import Address

CONTAINER = Address("127.0.0.1", 8000)

if __name__ == "__main__":
    sys.exit(0 if CONTAINER.is_healthy() else 1)
