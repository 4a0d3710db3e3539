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
