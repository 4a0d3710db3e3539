// Small comforts on top of a site that works without: nothing here is needed to read, find or call.
"use strict";

// A print button, where something can print.
for (const button of document.querySelectorAll("[data-print]")) {
  button.hidden = false;
  button.addEventListener("click", () => window.print());
}

// Where the style shows folded parts open, they are open for a screen reader too.
const wide = window.matchMedia("(min-width: 40rem)");
const unfold = () => {
  for (const service of document.querySelectorAll("details.service")) service.open = wide.matches;
};
wide.addEventListener("change", unfold);
window.addEventListener("afterprint", unfold);
unfold();

// Paper cannot be tapped: everything is open in print.
window.addEventListener("beforeprint", () => {
  for (const service of document.querySelectorAll("details.service")) service.open = true;
});

// A link to one service opens its fold.
const reveal = () => {
  const target = location.hash.length > 1 && document.getElementById(decodeURIComponent(location.hash.slice(1)));
  if (target && target.matches("details")) target.open = true;
};
window.addEventListener("hashchange", reveal);
reveal();

// Escape closes an open fold of the header, and gives the focus back to its button.
document.addEventListener("keydown", (event) => {
  if (event.key !== "Escape") return;
  for (const fold of document.querySelectorAll("details.fold[open]")) {
    fold.open = false;
    fold.querySelector("summary").focus();
  }
});

// Nearest first: the browser sorts the list, so the position goes nowhere. A second press gives the usual order back.
const nearest = document.querySelector("[data-nearest]");
const list = document.querySelector("[data-centres]");
const placed = document.querySelectorAll("[data-centres] > [data-latitude]").length;
if (nearest && placed > 1 && navigator.geolocation && window.isSecureContext) {
  const button = nearest.querySelector("button");
  const status = nearest.querySelector("[role=status]");
  const usual = [...list.children];
  const say = (key) => { status.textContent = status.dataset[key]; };
  const show = (items, pressed, key) => {
    list.append(...items);
    button.setAttribute("aria-pressed", pressed);
    say(key);
  };
  // Flat is near enough to compare distances inside a municipality. Who has no place comes last, in the usual order.
  const sorted = ({ latitude, longitude }) => {
    const away = (item) => {
      if (!item.dataset.latitude) return Infinity;
      const east = (item.dataset.longitude - longitude) * Math.cos(latitude * Math.PI / 180);
      return Math.hypot(item.dataset.latitude - latitude, east);
    };
    const distances = new Map(usual.map((item) => [item, away(item)]));
    return [...usual].sort((a, b) => distances.get(a) === distances.get(b) ? 0 : distances.get(a) - distances.get(b));
  };
  nearest.hidden = false;
  button.addEventListener("click", () => {
    if (button.getAttribute("aria-pressed") === "true") {
      show(usual, false, "undone");
      return;
    }
    say("wait");
    navigator.geolocation.getCurrentPosition(
      (position) => show(sorted(position.coords), true, "done"),
      () => say("refused"),
      { maximumAge: 300000, timeout: 10000 },
    );
  });
}
