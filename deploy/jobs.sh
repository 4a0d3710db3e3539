#!/bin/sh
# The jobs that timers start: `deploy/jobs.sh publish`. In the site's environment; exits with the job's own code.
set -eu
cd "$(dirname "$0")/.."
manage() { .venv/bin/python manage.py "$@"; }

case "${1:-}" in
publish) manage publish_scheduled ;;
backup) .venv/bin/python deploy/backup.py make ;;
restore-test) .venv/bin/python deploy/backup.py test ;;
# Words and pictures that came and went; what is published, newest or scheduled is never touched.
tidy) manage clearsessions && manage purge_revisions --days 730 ;;
digest) manage send_translation_digest --days 7 ;;
# nginx's local address, and the first host name: LOCAL_LISTEN and ALLOWED_HOSTS.
keep-pages) .venv/bin/python deploy/keep_pages.py "http://${LOCAL_LISTEN:-127.0.0.1:8100}" "${ALLOWED_HOSTS%%,*}" ;;
*)
    echo "usage: deploy/jobs.sh publish|backup|restore-test|tidy|digest|keep-pages" >&2
    exit 2
    ;;
esac
