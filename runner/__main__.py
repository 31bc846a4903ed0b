"""The door of the runner: finds a Python that is new enough and hands over to the command.

An old Python has to be able to read this file and interpreter.py, so both keep to what Python 3.6 knows.
"""

import os
import sys

from runner import interpreter


def main() -> int:
    if sys.version_info < interpreter.OLDEST:
        interpreter.replace_process(interpreter.find_newer())
    from runner import commands

    return commands.run(sys.argv[1:])


if __name__ == "__main__":
    os.environ.setdefault("PYTHONUNBUFFERED", "1")
    sys.exit(main())
