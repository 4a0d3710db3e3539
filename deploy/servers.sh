#!/bin/sh
# Installs what deploy/stack.py, tests/deploy and deploy/bench.py start (nginx, PostgreSQL, Redis, wrk) where it is missing and this user may.
# Always succeeds: the check says what it lacks and exits 2, the tests fail in CI.
command -v apt-get >/dev/null || exit 0
PATH="$PATH:/usr/sbin"
wanted=""
command -v nginx >/dev/null || wanted="$wanted nginx"
command -v redis-server >/dev/null || wanted="$wanted redis-server"
command -v curl >/dev/null || wanted="$wanted curl"
command -v wrk >/dev/null || wanted="$wanted wrk"
command -v openssl >/dev/null || wanted="$wanted openssl"
ls /usr/lib/postgresql/*/bin/postgres >/dev/null 2>&1 || wanted="$wanted postgresql"
ls /usr/lib/nginx/modules/*brotli_static* >/dev/null 2>&1 ||
    wanted="$wanted libnginx-mod-http-brotli-filter libnginx-mod-http-brotli-static"
ls /usr/lib/*/faketime/libfaketimeMT.so.1 >/dev/null 2>&1 || wanted="$wanted faketime"
command -v systemd-analyze >/dev/null || wanted="$wanted systemd"
[ -n "$wanted" ] || exit 0
root=""
if [ "$(id -u)" -ne 0 ]; then
    sudo -n true 2>/dev/null || exit 0
    root="sudo -n"
fi
echo "Installing$wanted ..."
# shellcheck disable=SC2086  (words on purpose)
$root apt-get update -qq && $root apt-get install -y -qq --no-install-recommends $wanted >/dev/null
exit 0
