"""gunicorn behind nginx: `gunicorn --config deploy/gunicorn.conf.py --bind unix:/run/….sock familjecentral.wsgi`.

Two instances run beside each other (deploy/systemd/familjecentral@.service), so that one can be restarted.
"""

import os
from pathlib import Path

wsgi_app = "familjecentral.wsgi"
# One per processor; two instances then have two each, and one waits for the database while the other works.
workers = int(os.environ.get("WEB_CONCURRENCY") or os.cpu_count() or 1)
# Measured behind nginx: 0.41 to 0.50 ms of processor per request with one to four threads, 0.43 to 0.48 with "sync". Equal,
# so threads: a process that waits for its database still answers from memory.
worker_class = "gthread"
threads = 4
keepalive = 75
# The heartbeat is a file: on a disk that hangs, all workers would be killed.
worker_tmp_dir = "/dev/shm" if Path("/dev/shm").is_dir() else None  # noqa: S108 (a folder in memory)
# A worker that leaks is gone before it matters; not all at the same moment.
max_requests = 10_000
max_requests_jitter = 2_000
# Seconds. The longest honest request is an upload of a large picture into the CMS.
timeout = 60
graceful_timeout = 20
# The site is loaded before the socket takes connections: until then nginx asks the other instance, and nobody waits for
# this one. A process that ends has a successor at once. New code takes a restart, not a reload.
preload_app = True
no_control_socket = True
# nginx has removed what a visitor may not send; what it sends itself is far shorter.
limit_request_line = 4094
limit_request_fields = 50
errorlog = "-"
loglevel = "warning"


def when_ready(server: object) -> None:
    """The site read its database as it was loaded; processes must not share that connection."""
    from django.db import connections

    connections.close_all()
