"""Facts about who may try passwords how often."""

import datetime as dt
from typing import Any

import pytest
from django.test import Client

from familjecentral.core.login import MOST, WITHIN

LOGIN = "/cms/login/"
SAID = "För många fel lösenord. Vänta 15 minuter och försök igen."


def attempt(name: str, password: str, address: str = "192.0.2.1") -> Any:
    client = Client(REMOTE_ADDR=address, headers={"accept-language": "sv"})
    return client.post(LOGIN, {"username": name, "password": password})


def guess(name: str = "editor", address: str = "192.0.2.1", often: int = MOST) -> None:
    for number in range(often):
        attempt(name, f"wrong-{number}", address)


def test_some_wrong_passwords_do_not_keep_the_owner_out(editor: Any) -> None:
    guess(often=MOST - 1)
    assert attempt("editor", "not-a-secret").status_code == 302


def test_an_account_that_is_guessed_at_waits_wherever_one_tries(editor: Any) -> None:
    for number in range(MOST):
        guess(address=f"192.0.2.{number}", often=1)
    answer = attempt("Editor", "not-a-secret", "198.51.100.7")
    assert answer.status_code == 200
    assert SAID in answer.content.decode()


def test_an_address_that_guesses_waits_whatever_account_it_names(editor: Any) -> None:
    for number in range(MOST):
        guess(name=f"somebody-{number}", often=1)
    assert SAID in attempt("editor", "not-a-secret").content.decode()
    assert attempt("editor", "not-a-secret", "198.51.100.7").status_code == 302


def test_after_the_wait_the_password_is_taken(editor: Any, monkeypatch: pytest.MonkeyPatch) -> None:
    guess()
    later = dt.datetime.now(tz=dt.UTC).timestamp() + WITHIN + 1
    monkeypatch.setattr("time.time", lambda: later)
    assert attempt("editor", "not-a-secret").status_code == 302


@pytest.mark.parametrize("name", ["", "x" * 5000, "\x00", "é\ud7ff", "' OR 1=1 --"])
def test_any_name_is_survived(name: str, db: None) -> None:
    assert attempt(name, "x").status_code == 200
