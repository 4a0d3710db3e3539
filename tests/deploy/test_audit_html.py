"""deploy/audit_html.py: every page is asked for, every finding is told, and silence is not a clean bill."""

import http.server
import threading
from collections.abc import Iterator
from typing import Any

import pytest

from deploy import audit_html
from deploy.audit_html import findings, main, paths
from deploy.public_pages import CLEAN, FINDINGS, NOT_CHECKED, PAGES, VIEWS, NotReached, mapped

SITEMAP = """<urlset><url><loc>https://example.org/sv/</loc><xhtml:link href="https://example.org/ar/"/></url>
<url><loc>https://example.org/sv/hitta-familjecentral/tullinge/</loc></url></urlset>"""


def test_every_page_is_asked_for_in_every_language_with_its_other_views() -> None:
    asked = paths(mapped(SITEMAP))
    for language in ("sv", "ar"):
        for path in ("", "hitta-familjecentral/tullinge/affisch/", *PAGES.values(), *VIEWS.values()):
            assert f"/{language}/{path}" in asked
    assert len(asked) == len(set(asked))


def test_errors_and_warnings_are_findings_and_remarks_are_not() -> None:
    said = [
        {"type": "error", "message": "no end", "url": "file:/x/~sv~.html"},
        {"type": "info", "subType": "warning", "message": "no heading", "url": "file:/x/~ar~.html"},
        {"type": "info", "message": "a remark"},
    ]
    assert findings(said) == ["/sv/.html: no end", "/ar/.html: no heading"]


def test_a_site_that_does_not_answer_is_not_checked(capsys: pytest.CaptureFixture[str]) -> None:
    assert main("http://127.0.0.1:9") == NOT_CHECKED
    assert "NOT CHECKED" in capsys.readouterr().out


@pytest.fixture
def tiny_site() -> Iterator[str]:
    """Answers everything with one page; its sitemap names the two of SITEMAP."""

    class Answer(http.server.BaseHTTPRequestHandler):
        def do_GET(self) -> None:
            self.send_response(200)
            self.end_headers()
            self.wfile.write(SITEMAP.encode() if self.path == "/sitemap.xml" else b"<!doctype html>")

        def log_message(self, *args: Any) -> None:
            pass

    server = http.server.ThreadingHTTPServer(("127.0.0.1", 0), Answer)
    threading.Thread(target=server.serve_forever, daemon=True).start()
    yield f"http://127.0.0.1:{server.server_port}"
    server.shutdown()
    server.server_close()


@pytest.mark.parametrize(
    ("said", "code"), [([], CLEAN), ([{"type": "error", "message": "x"}], FINDINGS), (None, NOT_CHECKED)]
)
def test_the_exit_code_tells_clean_from_found_from_not_checked(
    tiny_site: str, monkeypatch: pytest.MonkeyPatch, said: Any, code: int
) -> None:
    def run(jar: Any, folder: Any) -> Any:
        assert len(list(folder.iterdir())) == len(paths(mapped(SITEMAP)))
        if said is None:
            raise NotReached("no Java")
        return said

    monkeypatch.setattr(audit_html, "checker", lambda folder: folder)
    monkeypatch.setattr(audit_html, "run", run)
    assert main(tiny_site) == code
