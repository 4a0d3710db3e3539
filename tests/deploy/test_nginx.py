"""deploy/nginx by running it: the real nginx, in front of two stand-ins for the site that say what each test wants."""

import gzip
import http.client
import os
import re
import shutil
import socket
import ssl
import subprocess
import threading
from collections.abc import Callable, Iterator
from dataclasses import dataclass, field
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from itertools import count
from pathlib import Path
from typing import Any

import pytest

from deploy import stack

HOST = stack.HOST
render = stack.render_nginx
ROOT = Path(__file__).resolve().parents[2]
HASHED = "app.0123456789ab.css"
NUMBERS = count()
pytestmark = pytest.mark.skipif(
    not (stack.find("nginx") or os.environ.get("CI")),
    reason="NGINX IS MISSING (on Debian: apt-get install nginx)",
)


@dataclass
class Answer:
    """What a stand-in says: `hang_up` closes the connection after the request was read."""

    body: bytes = b"page"
    status: int = 200
    headers: dict[str, str] = field(default_factory=lambda: {"Cache-Control": "public, max-age=60"})
    hang_up: bool = False


class StandIn:
    """One gunicorn instance, as far as nginx can tell."""

    def __init__(self) -> None:
        self.port = free_port()
        self.seen: list[tuple[str, str, Any]] = []
        self.answer = Answer()
        self.server: ThreadingHTTPServer | None = None

    def start(self) -> None:
        stand_in = self

        class Handler(BaseHTTPRequestHandler):
            def do_GET(self) -> None:
                self.rfile.read(int(self.headers.get("Content-Length", 0)))
                stand_in.seen.append((self.command, self.path, self.headers))
                answer = stand_in.answer
                if answer.hang_up:
                    self.close_connection = True
                    return
                self.send_response(answer.status)
                for name, value in {**answer.headers, "Content-Length": str(len(answer.body))}.items():
                    self.send_header(name, value)
                self.end_headers()
                self.wfile.write(answer.body)

            do_POST = do_GET

            def date_time_string(self, timestamp: float | None = None) -> str:
                return "Mon, 23 Nov 2026 09:00:00 GMT"

            def log_message(self, *args: Any) -> None:
                pass

        self.server = ThreadingHTTPServer(("127.0.0.1", self.port), Handler)
        self.server.daemon_threads = True
        threading.Thread(target=self.server.serve_forever, args=(0.01,), daemon=True).start()

    def stop(self) -> None:
        if self.server:
            self.server.shutdown()
            self.server.server_close()
            self.server = None


def free_port() -> int:
    with socket.socket() as probe:
        probe.bind(("127.0.0.1", 0))
        return int(probe.getsockname()[1])


@dataclass
class Reply:
    status: int
    headers: Any
    body: bytes


class Front:
    """nginx with the rendered configuration, and the two behind it."""

    def __init__(self, folder: Path) -> None:
        self.folder, self.sites = folder, (StandIn(), StandIn())
        self.port, self.tls, self.redirect = free_port(), free_port(), free_port()
        first, second = (f"127.0.0.1:{site.port}" for site in self.sites)
        stack.write_nginx(folder, self.port, self.tls, self.redirect, first, second)
        conf = folder / "nginx" / "familjecentral.conf"
        conf.write_text(conf.read_text().replace("fail_timeout=2s", "fail_timeout=1s"))
        self.process = subprocess.Popen(stack.nginx_command(folder), stderr=(folder / "error.log").open("wb"))
        stack.until(lambda: self.listens() or self.process.poll() is not None, "nginx")
        assert self.process.poll() is None, (folder / "error.log").read_text()

    def listens(self) -> bool:
        with socket.socket() as probe:
            return probe.connect_ex(("127.0.0.1", self.port)) == 0

    def get(self, path: str, method: str = "GET", port: int = 0, body: bytes = b"", **headers: str) -> Reply:
        connection = http.client.HTTPConnection("127.0.0.1", port or self.port, timeout=20)
        named = {name.replace("_", "-"): value for name, value in headers.items()}
        connection.request(method, path, body or None, {"Host": HOST, **named})
        answer = connection.getresponse()
        return Reply(answer.status, answer.headers, answer.read())

    def says(self, body: bytes = b"page", cache: str = "public, max-age=60", **more: Any) -> None:
        headers = {"Cache-Control": cache, **more.pop("headers", {})}
        for site in self.sites:
            site.answer = Answer(body, headers=headers, **more)

    @property
    def seen(self) -> list[tuple[str, str, Any]]:
        return [request for site in self.sites for request in site.seen]

    def after(self, path: str, state: str) -> Reply:
        """The first answer whose cache state is this one."""
        replies: list[Reply] = []

        def met() -> bool:
            replies.append(self.get(path))
            return bool(replies[-1].headers["X-Cache"] == state)

        stack.until(met, f"{path} {state}", 10)
        return replies[-1]


@pytest.fixture(scope="module")
def nginx(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Front]:
    folder = tmp_path_factory.mktemp("nginx")
    (folder / "static" / "sorry").mkdir(parents=True)
    for name, text in {
        "sorry/sv.html": "Strax",
        "sorry/ar.html": "قريبا",
        HASHED: "a{}",
        "plain.css": "a{}",
    }.items():
        (folder / "static" / name).write_text(text)
    (folder / "static" / f"{HASHED}.gz").write_bytes(gzip.compress(b"packed beforehand"))
    for name in ("images/a.webp", "original_images/a.webp", "documents/a.pdf"):
        (folder / "media" / name).parent.mkdir(parents=True)
        (folder / "media" / name).write_text("file")
    front = Front(folder)
    yield front
    front.process.terminate()
    front.process.wait(10)


@pytest.fixture
def front(nginx: Front) -> Iterator[Front]:
    """Both stand-ins run, have seen nothing, and give a page that may be kept."""
    nginx.says()
    for site in nginx.sites:
        site.start()
        site.seen.clear()
    # nginx leaves an instance alone for a second (here) after it failed.
    stack.until(lambda: nginx.get("/-/live").status == 200 and all(site.seen for site in nginx.sites), "both")
    for site in nginx.sites:
        site.seen.clear()
    yield nginx
    for site in nginx.sites:
        site.stop()


@pytest.fixture
def path() -> str:
    """A page that no other test has asked for."""
    return f"/sv/page-{next(NUMBERS)}/"


def test_a_page_is_asked_for_once(front: Front, path: str) -> None:
    assert [front.get(path).headers["X-Cache"] for _ in range(3)] == ["MISS", "HIT", "HIT"]
    assert len(front.seen) == 1


@pytest.mark.parametrize(
    ("browser", "asked"),
    [
        ("gzip, deflate, br, zstd", "br"),
        ("br", "br"),
        ("br;q=1.0, gzip;q=0.8", "br"),
        ("gzip, deflate", "gzip"),
        ("br;q=0, gzip", "gzip"),
        ("gzip;q=0.0", "identity"),
        ("identity", "identity"),
        ("abr, xgzip", "identity"),
    ],
)
def test_the_site_is_asked_for_one_of_its_three_bodies(
    front: Front, path: str, browser: str, asked: str
) -> None:
    front.get(path, Accept_Encoding=browser)
    assert front.seen[0][2]["Accept-Encoding"] == asked


def test_browsers_that_word_an_encoding_differently_share_a_copy(front: Front, path: str) -> None:
    front.says(headers={"Vary": "Accept-Encoding", "Content-Encoding": "br"})
    states = [front.get(path, Accept_Encoding=it).headers["X-Cache"] for it in ("br", "gzip, br", "gzip")]
    assert states == ["MISS", "HIT", "MISS"]


@pytest.mark.parametrize("query", ["oppet=1", "vecka=2026-W48", "alder=0&sida=2", "tjanst=bvc&tjanst=bmm"])
def test_the_sites_own_parameters_are_kept_apart(front: Front, path: str, query: str) -> None:
    front.get(path)
    assert [front.get(f"{path}?{query}").headers["X-Cache"] for _ in range(2)] == ["MISS", "HIT"]


@pytest.mark.parametrize("query", ["utm_source=x", "oppet=1&x=2", "q=bvc", "alder=" + "9" * 50, "alder=%00;"])
def test_other_parameters_and_search_words_are_not_kept(front: Front, path: str, query: str) -> None:
    assert [front.get(f"{path}?{query}").headers["X-Cache"] for _ in range(2)] == ["BYPASS", "BYPASS"]


def test_whoever_has_a_cookie_is_answered_by_the_site_and_nobody_else_gets_that(
    front: Front, path: str
) -> None:
    front.says(b"for everybody")
    front.get(path)
    front.says(b"for an editor")
    assert front.get(path, Cookie="sessionid=a").body == b"for an editor"
    assert front.get(path).body == b"for everybody"


@pytest.mark.parametrize("address", ["/", "/sitemap.xml", "/cms/", "/documents/1/a.pdf", "/-/ready"])
def test_what_is_no_page_in_a_language_is_never_kept(front: Front, address: str) -> None:
    for _ in range(2):
        front.get(address)
    assert len(front.seen) == 2


def test_an_unchanged_page_is_not_sent_again(front: Front, path: str) -> None:
    front.says(headers={"ETag": '"a"'})
    front.get(path)
    assert front.get(path, If_None_Match='"a"').status == 304


def test_the_moment_a_page_was_made_goes_with_it(front: Front, path: str) -> None:
    """A browser counts max-age from there: 60 seconds are not made 120."""
    front.get(path)
    assert front.get(path).headers.get_all("Date") == ["Mon, 23 Nov 2026 09:00:00 GMT"]


def test_what_a_visitor_says_about_addresses_is_dropped(front: Front, path: str) -> None:
    front.get(path, X_Forwarded_For="1.2.3.4", X_Forwarded_Proto="http")
    headers = front.seen[0][2]
    assert headers.get_all("X-Forwarded-For") == ["127.0.0.1"]
    assert headers.get_all("X-Forwarded-Proto") == ["https"]


def test_a_long_address_is_answered(front: Front, path: str) -> None:
    front.says(headers={"X-Long": "a" * 1000})
    assert front.get(f"{path}?q={'a' * 3000}").status == 200


def test_pages_and_forms_pass_where_nothing_can_be_written(front: Front, path: str) -> None:
    front.says(b"a" * 100_000)
    folder = front.folder / "temporary"
    aside = folder.rename(front.folder / "aside")
    try:
        assert front.get(f"{path}?q=bvc").body == b"a" * 100_000
        assert front.get("/sv/synpunkt/", "POST", body=b"a" * 60_000).status == 200
    finally:
        aside.rename(folder)


# --- An instance fails ---------------------------------------------------------------------------------------------


def test_one_instance_is_enough(front: Front) -> None:
    front.sites[0].stop()
    assert {front.get(f"/sv/?x={number}").status for number in range(20)} == {200}


def test_an_instance_without_its_database_is_passed_by(front: Front) -> None:
    front.sites[1].answer = Answer(b"database", 503)
    assert {front.get(f"/sv/?x={number}").status for number in range(20)} == {200}


def test_a_form_that_an_instance_took_is_not_sent_twice(front: Front) -> None:
    front.says(hang_up=True)
    assert front.get("/sv/synpunkt/", "POST", body=b"a=b").status == 503
    assert len(front.seen) == 1


def test_a_form_that_no_instance_took_goes_to_the_other(front: Front) -> None:
    front.sites[0].stop()
    assert {front.get("/sv/synpunkt/", "POST", body=b"a=b").status for _ in range(4)} == {200}


# --- What may be said when the site cannot answer ------------------------------------------------------------------


def both_down(front: Front) -> None:
    for site in front.sites:
        site.stop()


def both_without_database(front: Front) -> None:
    front.says(b"database", cache="no-store", status=503)


OUTAGES = pytest.mark.parametrize("outage", [both_down, both_without_database])


def test_a_stale_page_is_shown_while_a_new_one_is_fetched_for_as_long_as_the_site_allows(
    front: Front, path: str
) -> None:
    front.says(b"old", "public, max-age=1, stale-while-revalidate=60")
    front.get(path)
    front.says(b"new", "public, max-age=60")
    assert front.after(path, "STALE").body == b"old"
    assert front.after(path, "HIT").body == b"new"


def test_without_that_permission_a_visitor_waits_for_the_new_one(front: Front, path: str) -> None:
    front.says(b"old", "public, max-age=1")
    front.get(path)
    front.says(b"new", "public, max-age=60")
    assert front.after(path, "EXPIRED").body == b"new"


def test_when_nothing_answers_a_stale_page_is_shown_for_as_long_as_the_site_allows(
    front: Front, path: str
) -> None:
    front.says(b"page", "public, max-age=1, stale-if-error=60")
    front.get(path)
    both_down(front)
    assert front.after(path, "STALE").body == b"page"


@OUTAGES
def test_past_that_the_version_that_claims_no_hours_is_shown(
    front: Front, path: str, outage: Callable[[Front], None]
) -> None:
    front.says(
        gzip.compress(b"call first"),
        "public, max-age=1, stale-if-error=60",
        headers={"Content-Encoding": "gzip"},
    )
    front.get(f"{path}?sparad=1", Accept_Encoding="gzip")
    front.says(b"open now", "public, max-age=1")
    assert front.get(path).body == b"open now"
    outage(front)
    stack.until(lambda: front.get(path).body != b"open now", "the page may not be said any longer", 5)
    reply = front.get(path)
    assert (reply.status, reply.body) == (200, b"call first")
    packed = front.get(f"{path}?oppet=1", Accept_Encoding="gzip, br")
    assert gzip.decompress(packed.body) == b"call first"
    assert front.get(path, Cookie="sessionid=a").body == b"call first"


@OUTAGES
def test_a_page_that_is_not_kept_says_sorry_in_the_readers_language(
    front: Front, outage: Callable[[Front], None]
) -> None:
    outage(front)
    pages = {"/sv/never/": "Strax", "/ar/never/": "قريبا", "/xx/never/": "Strax", "/": "Strax"}
    replies = {address: front.get(address) for address in pages}
    assert {address: reply.body.decode() for address, reply in replies.items()} == pages
    for reply in replies.values():
        assert reply.status == 503
        assert reply.headers["Retry-After"] == "60"
        assert reply.headers["Cache-Control"] == "no-store"
        assert "default-src 'none'" in reply.headers["Content-Security-Policy"]


@OUTAGES
def test_a_search_that_cannot_be_made_is_not_answered_by_an_empty_one(
    front: Front, path: str, outage: Callable[[Front], None]
) -> None:
    front.get(f"{path}?sparad=1")
    outage(front)
    reply = front.get(f"{path}?q=bvc")
    assert (reply.status, reply.body.decode()) == (503, "Strax")


def test_the_words_of_the_supervisors_questions_pass(front: Front) -> None:
    both_without_database(front)
    reply = front.get("/-/ready")
    assert (reply.status, reply.body) == (503, b"database")


# --- Doors ---------------------------------------------------------------------------------------------------------


def handshake(
    front: Front, name: str, newest: ssl.TLSVersion = ssl.TLSVersion.TLSv1_3
) -> tuple[str | None, str | None]:
    context = ssl.create_default_context(cafile=str(front.folder / "tls.pem"))
    context.set_alpn_protocols(["h2", "http/1.1"])
    if newest < ssl.TLSVersion.TLSv1_2:
        context.set_ciphers("ALL:@SECLEVEL=0")
        context.minimum_version = newest
    context.maximum_version = newest
    with (
        socket.create_connection(("127.0.0.1", front.tls), 10) as plain,
        context.wrap_socket(plain, server_hostname=name) as secured,
    ):
        return secured.version(), secured.selected_alpn_protocol()


def test_visitors_get_tls_and_http_2(front: Front) -> None:
    assert handshake(front, HOST) == ("TLSv1.3", "h2")
    assert handshake(front, HOST, ssl.TLSVersion.TLSv1_2) == ("TLSv1.2", "h2")


@pytest.mark.filterwarnings("ignore::DeprecationWarning")
def test_old_tls_is_refused(front: Front) -> None:
    with pytest.raises((ssl.SSLError, ConnectionError)):
        handshake(front, HOST, ssl.TLSVersion.TLSv1_1)


def test_another_name_gets_no_answer(front: Front) -> None:
    with pytest.raises(ssl.SSLError):
        handshake(front, "other.example.org")
    with pytest.raises(http.client.RemoteDisconnected):
        front.get("/sv/", port=front.redirect, Host="other.example.org")
    assert front.seen == []


def test_plain_http_is_sent_on(front: Front) -> None:
    reply = front.get("/sv/?oppet=1", port=front.redirect)
    assert (reply.status, reply.headers["Location"]) == (308, f"https://{HOST}/sv/?oppet=1")


def test_a_visitors_form_is_small_and_an_upload_may_be_large(front: Front) -> None:
    large = b"a" * 100_000
    assert front.get("/sv/synpunkt/", "POST", body=large).status == 413
    assert front.get("/cms/images/add/", "POST", body=large).status == 200


def test_headers_without_end_are_refused(front: Front) -> None:
    assert front.get("/sv/", Cookie="a" * 50_000).status == 400


def test_passwords_cannot_be_tried_without_end_and_the_form_can_be_read(front: Front) -> None:
    tried = [front.get("/cms/login/", "POST", body=b"password=a").status for _ in range(20)]
    assert tried[:10] == [200] * 10
    assert 429 in tried
    assert front.get("/cms/login/").status == 200


# --- Files ---------------------------------------------------------------------------------------------------------


@pytest.mark.parametrize(
    ("name", "cached"),
    [(HASHED, "public, max-age=31536000, immutable"), ("plain.css", "public, max-age=3600")],
)
def test_static_files_are_kept_by_browsers(front: Front, name: str, cached: str) -> None:
    reply = front.get(f"/static/{name}")
    assert (reply.status, reply.body) == (200, b"a{}")
    assert reply.headers.get_all("Cache-Control") == [cached]
    assert reply.headers["X-Content-Type-Options"] == "nosniff"
    assert reply.headers["Cross-Origin-Resource-Policy"] == "same-origin"


def test_static_files_are_sent_as_they_were_packed(front: Front) -> None:
    reply = front.get(f"/static/{HASHED}", Accept_Encoding="gzip")
    assert gzip.decompress(reply.body) == b"packed beforehand"
    assert reply.headers["Vary"] == "Accept-Encoding"


def test_pictures_are_handed_out_and_originals_and_documents_are_not(front: Front) -> None:
    assert front.get("/media/images/a.webp").body == b"file"
    for hidden in (
        "original_images/a.webp",
        "documents/a.pdf",
        "images/../documents/a.pdf",
        "images/%2e%2e/documents/a.pdf",
    ):
        assert front.get(f"/media/{hidden}").status == 404
    assert front.seen == []


def test_a_picture_that_lies_elsewhere_is_the_sites_to_give(front: Front) -> None:
    assert front.get("/media/images/elsewhere.webp").body == b"page"


def test_the_log_says_nothing_about_the_reader(front: Front, path: str) -> None:
    front.get(f"{path}?q=depression", User_Agent="a-browser")
    log = front.folder / "access.log"
    stack.until(lambda: path in log.read_text(), "a line in the log")
    assert not re.search(
        r"depression|a-browser|(?<!upstream=)127\.0\.0\.1", log.read_text().rpartition(path)[2]
    )


@OUTAGES
def test_nor_does_any_log_while_nothing_answers(
    front: Front, path: str, outage: Callable[[Front], None]
) -> None:
    outage(front)
    log = front.folder / "access.log"
    before = log.stat().st_size
    front.get(f"{path}?q=depression")
    stack.until(lambda: log.stat().st_size > before, "a line in the log")
    assert [log.name for log in front.folder.glob("*.log") if "depression" in log.read_text()] == []


def test_a_variable_that_nobody_sets_is_named(monkeypatch: pytest.MonkeyPatch, tmp_path: Path) -> None:
    shutil.copytree(ROOT / "deploy" / "nginx", tmp_path / "source")
    (tmp_path / "source" / "variables.env").write_text(f"CONFIG_DIR={tmp_path}/rendered\n")
    monkeypatch.setattr(render, "HERE", tmp_path / "source")
    with pytest.raises(
        KeyError,
        match=r"STATIC_ROOT|WEB_1|CACHE_DIR|HTTP_LISTEN|SITE_HOSTS|HTTPS_LISTEN|LOCAL_LISTEN|ACCESS_LOG|ERROR_LOG",
    ):
        render.render({})


def test_debians_own_nginx_takes_the_rendered_files(front: Front, tmp_path: Path) -> None:
    """As the runbook says: in conf.d/, without Debian's default site."""
    debian = Path("/etc/nginx/nginx.conf")
    if not debian.exists():
        pytest.skip("Debian's nginx.conf is not here")
    text = debian.read_text().replace(
        "include /etc/nginx/conf.d/*.conf;", f"include {front.folder}/nginx/familjecentral.conf;"
    )
    assert str(front.folder) in text
    text = text.replace("include /etc/nginx/sites-enabled/*;", "").replace(
        "/run/nginx.pid", f"{tmp_path}/pid"
    )
    text = text.replace("/var/log/nginx/", f"{tmp_path}/")
    (tmp_path / "nginx.conf").write_text(text)
    command = [
        stack.find("nginx") or "",
        "-t",
        "-p",
        "/usr/share/nginx",
        "-c",
        str(tmp_path / "nginx.conf"),
        "-e",
        "stderr",
    ]
    tried = subprocess.run(command, capture_output=True, text=True)
    assert (tried.returncode, "warn" in tried.stderr) == (0, False), tried.stderr
