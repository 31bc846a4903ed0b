"""The worker of `make run`, which hands out the tasks of the timetable itself: without a process for beat alone.

For one worker alone: where there are several (docker-compose.yml), beat is a program of its own. Started as a module,
not by the command line of Celery, whose shell and colours would be ten megabytes of its memory.
"""

import logging
import os
import signal
import sys
import threading
from typing import Any

from celery.beat import Service
from celery.signals import worker_ready

from helpdesk.celery import app


@worker_ready.connect
def hand_out_on_time(**_arguments: Any) -> None:
    """Once tasks can be done. The thread ends with the process."""
    threading.Thread(target=_hand_out, name="beat", daemon=True).start()


def _hand_out() -> None:
    """Until the process ends. Without beat nobody would be told on time: then its end is that of the worker, too, and
    whoever looks after the worker starts both again.
    """
    app.set_current()
    try:
        Service(app).start()
    finally:
        os.kill(os.getpid(), signal.SIGTERM)


def main() -> None:
    """Work through tasks until SIGTERM. Two threads, not two processes: tasks wait more than they compute."""
    worker = app.Worker(pool_cls="threads", concurrency=2, loglevel=logging.INFO)
    worker.start()
    sys.exit(worker.exitcode)


if __name__ == "__main__":
    main()
