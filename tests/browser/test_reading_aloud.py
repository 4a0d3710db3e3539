"""Articles are read by voices of the device only."""

import json
from typing import Any

import pytest
from playwright.sync_api import Page, expect

FAKE = """voices => {
  const said = [], listeners = [];
  window.said = said;
  window.SpeechSynthesisUtterance = function (text) { this.text = text; };
  Object.defineProperty(window, "speechSynthesis", { value: {
    getVoices: () => voices, addEventListener: (name, heard) => listeners.push(heard),
    speak: (speech) => { said.push([speech.voice.name, speech.text]); window.last = speech; }, cancel: () => said.push("cancel"),
  } });
}"""
LOCAL_FINNISH = {"name": "Satu", "lang": "fi-FI", "localService": True}
LOCAL_SWEDISH = {"name": "Alva", "lang": "sv_SE", "localService": True}
REMOTE_FINNISH = {"name": "Cloud", "lang": "fi-FI", "localService": False}


def listen(page: Page, site: str, voices: list[Any], language: str = "fi") -> None:
    page.add_init_script(f"({FAKE})({json.dumps(voices)})")
    page.goto(f"{site}/{language}/om/")


@pytest.mark.parametrize("voices", [[], [REMOTE_FINNISH], [LOCAL_SWEDISH]])
def test_there_is_no_button_without_a_local_voice_for_the_language(
    page: Page, site: str, voices: Any
) -> None:
    listen(page, site, voices)
    expect(page.locator("[data-listen]")).to_be_hidden()


def test_a_local_voice_reads_the_article_and_stops(page: Page, site: str) -> None:
    listen(page, site, [REMOTE_FINNISH, LOCAL_FINNISH])
    button = page.locator("[data-listen]")
    button.click()
    said = page.evaluate("window.said")
    assert {voice for voice, _text in said} == {"Satu"}
    assert said[0][1] == page.locator("h1").inner_text()
    assert len(said) > 5
    expect(button).to_have_text("Lopeta lukeminen")
    button.click()
    assert page.evaluate("window.said.at(-1)") == "cancel"
    expect(button).to_have_text("Kuuntele")


def test_the_button_is_ready_again_at_the_end(page: Page, site: str) -> None:
    listen(page, site, [LOCAL_SWEDISH], "sv")
    page.locator("[data-listen]").click()
    page.evaluate("window.last.onend()")
    expect(page.locator("[data-listen]")).to_have_text("Lyssna")
