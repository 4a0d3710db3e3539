"""Clients that do harm, by chance or on purpose."""

import selectors
import socket
import time

from deploy.stack import HOST
from tests.faults.report import Seen
from tests.faults.site import CENTRE, SEARCH, Site, slowest, statuses

SLOW = 400
"""Clients at once."""


def slow_clients(site: Site) -> Seen:
    """Slow clients: 400 that send a byte a second, half of them a form"""
    head = f"GET {CENTRE} HTTP/1.1\r\nHost: {HOST}\r\nX-A: ".encode()
    form = f"POST /sv/synpunkt/ HTTP/1.1\r\nHost: {HOST}\r\nContent-Length: 5000\r\n\r\n".encode()
    began, open_for = time.monotonic(), []
    clients = selectors.DefaultSelector()
    for number in range(SLOW):
        client = socket.create_connection(("127.0.0.1", site.port))
        client.send(form if number % 2 else head)
        clients.register(client, selectors.EVENT_READ)
    answers = []
    while clients.get_map() and time.monotonic() < began + 40:
        for key, _events in clients.select(0):
            finish(clients, key.fileobj)
            open_for.append(time.monotonic() - began)
        for key in list(clients.get_map().values()):
            try:
                key.fileobj.send(b"a")
            except OSError:
                finish(clients, key.fileobj)
                open_for.append(time.monotonic() - began)
        answers += [site.ask(site.asked_anew(CENTRE)), site.ask(SEARCH), site.ask(CENTRE)]
        time.sleep(0.7)
    left = len(clients.get_map())
    for key in list(clients.get_map().values()):
        finish(clients, key.fileobj)
    assert {answer.status for answer in answers} == {200}, statuses(answers)
    assert slowest(answers) < 2, slowest(answers)
    return Seen(
        f"others meanwhile: {statuses(answers)}, slowest {slowest(answers):.2f} s; {len(open_for)} slow ones were cut off, "
        f"the first after {min(open_for, default=0):.0f} s, {left} still sent after {time.monotonic() - began:.0f} s",
        site.heals(),
    )


def finish(clients: selectors.BaseSelector, client: socket.socket) -> None:
    clients.unregister(client)
    client.close()


def huge_requests(site: Site) -> Seen:
    """Huge header, address and form"""
    tried = {
        "a header of 50 kB": site.ask(CENTRE, X_A="a" * 50_000),
        "a cookie of 50 kB": site.ask(CENTRE, Cookie="a" * 50_000),
        "300 headers": site.ask(site.asked_anew(CENTRE), **{f"X_A{number}": "a" for number in range(300)}),
        "an address of 20 kB": site.ask(f"{CENTRE}?x={'a' * 20_000}"),
        "a search of 3 kB": site.ask(f"/sv/sok/?q={'a' * 3000}"),
        "a form of 1 MB": site.ask("/sv/synpunkt/", method="POST", body="a" * 1_000_000),
    }
    assert all(answer.status < 500 for answer in tried.values()), {
        name: a.status for name, a in tried.items()
    }
    assert site.ask(CENTRE).status == 200
    return Seen(
        ", ".join(f"{name}: {answer.status or 'closed'}" for name, answer in tried.items())
        + f"; slowest {slowest(list(tried.values())):.2f} s",
        site.heals(),
    )


FAULTS = (slow_clients, huge_requests)
