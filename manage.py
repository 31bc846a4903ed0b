#!/usr/bin/env python3
"""Django's commands, with the embedded database and broker started for them where nothing else runs."""

import os
import signal
import sys
from pathlib import Path

PROJECT = Path(__file__).resolve().parent
sys.path.insert(0, str(PROJECT))


def main() -> None:
    from runner import managing
    from runner.environment import load_dotenv
    from runner.failure import Failure

    signal.signal(signal.SIGTERM, lambda *_: sys.exit(143))
    try:
        load_dotenv(PROJECT / ".env")
        managing.main(sys.argv[1:])
    except ModuleNotFoundError as error:
        if error.name == "django":
            sys.exit("Django is not here: run `make setup` first, which makes .venv.")
        raise
    except Failure as failure:
        sys.exit(str(failure))
    except KeyboardInterrupt:
        sys.exit(130)


if __name__ == "__main__":
    python = PROJECT / ".venv" / "bin" / "python"
    if python.exists() and Path(sys.prefix) != PROJECT / ".venv":
        os.execv(python, [str(python), *sys.argv])
    main()
