// Reads an article aloud with a voice that is on the device. A voice that is not local would send the text to a third
// party, so it is never used; where there is no local voice for the language there is no button.
"use strict";

(() => {
  const button = document.querySelector("[data-listen]");
  const voices = window.speechSynthesis;
  if (!button || !voices) return;
  const article = button.closest("article");
  const main = document.documentElement.lang;
  const primary = (tag) => tag.toLowerCase().split(/[-_]/)[0];
  const voiceOf = (tag) => voices.getVoices().find((voice) => voice.localService && primary(voice.lang) === primary(tag));
  const label = button.querySelector("span");
  let reading = false;

  const offer = () => { button.hidden = !voiceOf(main); };
  const stop = () => {
    reading = false;
    voices.cancel();
    label.textContent = button.dataset.listen;
  };

  // What is in a language without a voice of its own is left out: read by the wrong voice nobody would understand it.
  const parts = () => [...article.querySelectorAll("h1, h2, h3, p, li, dt, dd")]
    .filter((part) => !part.closest(".no-print, .card, nav") && !part.querySelector("p, li, dd") && part.textContent.trim());

  const start = () => {
    reading = true;
    label.textContent = button.dataset.stop;
    const speeches = [];
    for (const part of parts()) {
      const tag = part.closest("[lang]").lang;
      const voice = voiceOf(tag);
      if (!voice) continue;
      const speech = new SpeechSynthesisUtterance(part.textContent.trim());
      speech.voice = voice;
      speech.lang = voice.lang;
      speeches.push(speech);
    }
    if (!speeches.length) return stop();
    speeches.at(-1).onend = () => { if (reading) stop(); };
    for (const speech of speeches) voices.speak(speech);
  };

  button.addEventListener("click", () => (reading ? stop() : start()));
  window.addEventListener("pagehide", stop);
  voices.addEventListener("voiceschanged", offer);
  offer();
})();
