"""Starts the whole site as in production (stack.py) and tries what only the whole can show; prints a line per fact.

Exit 0 when all hold, 1 when one does not, 2 when this machine lacks a program: not checked. What nginx does by itself
is in tests/deploy/test_nginx.py. `--folder` and `--port` as of stack.py.
"""

import argparse
import re
import signal
import subprocess
import sys
import threading
import time
import urllib.error
import urllib.request
from collections.abc import Callable
from contextlib import suppress
from email.message import Message
from pathlib import Path

ROOT = Path(__file__).resolve().parent.parent
sys.path.insert(0, str(ROOT))
from deploy import backup, keep_pages  # noqa: E402  they lie beside this script
from deploy import stack as stacks  # noqa: E402

ASKED_AGAIN = 3
"""Seconds after which nginx asks an instance again that was away; deploy/systemd waits as long after each start."""

GENTLE = 30
"""Requests that go on while something is stopped."""


class Visitor:
    """Asks nginx's local address."""

    def __init__(self, stack: stacks.Stack) -> None:
        self.base = f"http://127.0.0.1:{stack.port}"

    def get(self, path: str, **headers: str) -> tuple[int, Message, bytes]:
        named = {"Host": stacks.HOST, **{name.replace("_", "-"): value for name, value in headers.items()}}
        request = urllib.request.Request(self.base + path, headers=named)  # noqa: S310 (loopback)
        try:
            with urllib.request.urlopen(request, timeout=20) as answer:  # noqa: S310 (loopback)
                return answer.status, answer.headers, answer.read()
        except urllib.error.HTTPError as error:
            return error.code, error.headers, error.read()

    def statuses_while(self, change: Callable[[], object]) -> list[int]:
        """Of requests that nginx asks the instances for, while something happens to them and for a second after."""
        found: list[int] = []
        over = threading.Event()

        def ask() -> None:
            while not over.is_set() or len(found) < GENTLE:
                number = len(found)
                found.append(self.get(f"/sv/?x={number}" if number % 10 == 0 else "/-/live")[0])

        asking = threading.Thread(target=ask)
        asking.start()
        try:
            change()
            time.sleep(1)
        finally:
            over.set()
            asking.join()
        return found


def pages_come_packed_and_are_kept(stack: stacks.Stack, visitor: Visitor) -> None:
    for language in ("sv", "ar"):
        found = [visitor.get(f"/{language}/", Accept_Encoding="gzip, br") for _ in range(2)]
        assert [status for status, _, _ in found] == [200, 200], found[0][0]
        assert found[1][1]["Content-Encoding"] == "br", found[1][1].items()
        assert found[1][1]["X-Cache"] == "HIT", found[1][1].items()


def an_unchanged_page_is_not_sent_again(stack: stacks.Stack, visitor: Visitor) -> None:
    """Where the site marks its pages (ETag)."""
    _, headers, _ = visitor.get("/sv/", Accept_Encoding="br")
    if "ETag" in headers:
        status, _, body = visitor.get("/sv/", Accept_Encoding="br", If_None_Match=headers["ETag"])
        assert (status, body) == (304, b"")


def security_headers_come_once(stack: stacks.Stack, visitor: Visitor) -> None:
    _, headers, _ = visitor.get("/sv/")
    for name in (
        "Strict-Transport-Security",
        "Content-Security-Policy",
        "X-Content-Type-Options",
        "Referrer-Policy",
    ):
        assert len(headers.get_all(name, [])) == 1, (name, headers.get_all(name))
    assert "Set-Cookie" not in headers


def static_files_come_packed_and_stay(stack: stacks.Stack, visitor: Visitor) -> None:
    _, _, page = visitor.get("/sv/")
    addresses = set(re.findall(r'(?:href|src)="(/static/[^"#]+)', page.decode()))
    assert addresses
    for address in addresses:
        status, headers, _ = visitor.get(address, Accept_Encoding="br")
        assert status == 200, address
        assert "immutable" in headers["Cache-Control"], (address, headers["Cache-Control"])
    stylesheet = next(address for address in addresses if address.endswith(".css"))
    _, headers, body = visitor.get(stylesheet, Accept_Encoding="br")
    assert headers["Content-Encoding"] == "br"
    assert body == (stack.folder / f"{stylesheet[1:]}.br").read_bytes()


def the_cms_asks_for_a_password(stack: stacks.Stack, visitor: Visitor) -> None:
    status, headers, body = visitor.get("/cms/login/")
    assert status == 200
    assert b"csrfmiddlewaretoken" in body
    assert "Secure" in headers["Set-Cookie"]


def tls_and_http_2_answer(stack: stacks.Stack, visitor: Visitor) -> None:
    where = ["--resolve", f"{stacks.HOST}:{stack.tls}:127.0.0.1", "--cacert", str(stack.folder / "tls.pem")]
    said = subprocess.run(
        ["curl", "-s", "--http2", *where, "-o", "/dev/null", "-w", "%{http_code} %{http_version}", f"https://{stacks.HOST}:{stack.tls}/sv/"],
        capture_output=True,
        text=True,
    )  # fmt: skip
    assert said.stdout == "200 2", said


def both_instances_answer_and_are_ready(stack: stacks.Stack, visitor: Visitor) -> None:
    assert stack.answers("web1")
    assert stack.answers("web2")
    assert visitor.get("/-/ready")[::2] == (200, b"ready\n")
    for number in range(8):
        visitor.get(f"/sv/?x={number}")
    log = (stack.folder / "access.log").read_text()
    assert {"web1", "web2"} <= set(re.findall(r"(web\d)\.sock", log))


def a_killed_instance_is_not_noticed(stack: stacks.Stack, visitor: Visitor) -> None:
    found = visitor.statuses_while(lambda: stack.stop("web1", signal.SIGKILL))
    assert set(found) == {200}, found
    found = visitor.statuses_while(lambda: stack.start("web1"))
    assert set(found) == {200}, found


def a_restart_one_by_one_is_not_noticed(stack: stacks.Stack, visitor: Visitor) -> None:
    def restart() -> None:
        for service in ("web1", "web2"):
            stack.stop(service)
            stack.start(service)
            time.sleep(ASKED_AGAIN)

    found = visitor.statuses_while(restart)
    assert set(found) == {200}, found


def without_any_instance_pages_claim_no_hours(stack: stacks.Stack, visitor: Visitor) -> None:
    assert keep_pages.main(visitor.base, stacks.HOST) == 0
    _, _, kept = visitor.get("/ar/hitta-familjecentral/?sparad=1")
    for service in ("web1", "web2"):
        stack.stop(service, signal.SIGKILL)
    # A page nobody looked at lately, so that only the kept version is there.
    status, _, body = visitor.get("/ar/hitta-familjecentral/?x=1")
    assert (status, body) == (200, kept), (status, len(body), len(kept))
    status, headers, body = visitor.get("/ar/no-such-page/")
    assert status == 503
    assert headers["Retry-After"] == "60"
    assert b'lang="ar" dir="rtl"' in body
    for service in ("web1", "web2"):
        stack.start(service)
    stacks.until(lambda: visitor.get("/-/ready")[0] == 200, "both again")


def a_backup_can_be_restored(stack: stacks.Stack, visitor: Visitor) -> None:
    for do in ("make", "test"):
        command = [sys.executable, backup.__file__, do]
        run = subprocess.run(command, env=stack.environment, capture_output=True, text=True)
        assert run.returncode == 0, run.stderr


FACTS = (
    pages_come_packed_and_are_kept,
    an_unchanged_page_is_not_sent_again,
    security_headers_come_once,
    static_files_come_packed_and_stay,
    the_cms_asks_for_a_password,
    tls_and_http_2_answer,
    both_instances_answer_and_are_ready,
    a_killed_instance_is_not_noticed,
    a_restart_one_by_one_is_not_noticed,
    without_any_instance_pages_claim_no_hours,
    a_backup_can_be_restored,
)


def main() -> int:
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--folder", type=Path, default=stacks.FOLDER.with_name("familjecentral-check"))
    parser.add_argument("--port", type=int, default=8110, help="the first of five")
    chosen = parser.parse_args()
    if lacking := stacks.missing():
        print(
            f"NOT CHECKED: this machine lacks {', '.join(lacking)}. On Debian: apt-get install {' '.join(lacking)}"
        )
        return 2
    failed = 0
    began = time.monotonic()
    stack = stacks.Stack(chosen.folder, chosen.port)
    with suppress(KeyboardInterrupt), stacks.running(stack):
        print(f"started in {time.monotonic() - began:.0f} s", flush=True)
        for fact in FACTS:
            began = time.monotonic()
            try:
                fact(stack, Visitor(stack))
                said = "ok"
            except Exception as error:  # one fact that fails must not hide the others
                failed += 1
                said = f"FAILED: {type(error).__name__}: {error}"
            print(f"{time.monotonic() - began:5.1f} s  {fact.__name__.replace('_', ' ')}: {said}", flush=True)
    return 1 if failed else 0


if __name__ == "__main__":
    sys.exit(main())
