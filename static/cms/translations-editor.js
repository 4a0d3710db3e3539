// Comforts of the side-by-side editor: it is complete without them. Rich text without visible tags, offered
// translations at a click, and a word before typed text is lost.
"use strict";

const ALLOWED = { B: "b", STRONG: "b", I: "i", EM: "i" };
const escaped = (text) => text.replace(/&/g, "&amp;").replace(/</g, "&lt;").replace(/>/g, "&gt;");

// A paragraph as the server stores it: bold, italic, line breaks, links as numbered placeholders.
const written = (node) => [...node.childNodes].map((child) => {
  // In a box that keeps its spaces the browser breaks a line with a character.
  if (child.nodeType === Node.TEXT_NODE) return escaped(child.data).replace(/\n/g, "<br/>");
  if (child.nodeType !== Node.ELEMENT_NODE) return "";
  if (child.tagName === "BR") return "<br/>";
  const inner = written(child);
  if (child.dataset.link) return inner && `<a id="${child.dataset.link}">${inner}</a>`;
  const tag = ALLOWED[child.tagName];
  return tag && inner ? `<${tag}>${inner}</${tag}>` : inner;
}).join("");

// The other way. Parsed in a document of its own, and built anew from the same few tags.
const built = (html) => {
  const copy = (from, into) => {
    for (const child of from.childNodes) {
      if (child.nodeType === Node.TEXT_NODE) { into.append(child.data.replace(/\s*\n\s*/g, " ")); continue; }
      if (child.nodeType !== Node.ELEMENT_NODE) continue;
      let made = into;
      if (child.tagName === "BR") made = document.createElement("br");
      else if (ALLOWED[child.tagName]) made = document.createElement(ALLOWED[child.tagName]);
      else if (/^a[1-9][0-9]{0,2}$/.test(child.id)) made = chip(child.id);
      if (made !== into) into.append(made);
      copy(child, made);
    }
    return into;
  };
  return copy(new DOMParser().parseFromString(html, "text/html").body, document.createDocumentFragment());
};

const chip = (key) => {
  const link = document.createElement("span");
  link.className = "tr-link";
  link.dataset.link = key;
  return link;
};

const within = (box) => {
  const selection = getSelection();
  return selection.rangeCount && box.contains(selection.anchorNode) ? selection.getRangeAt(0) : null;
};

// Puts the link around the selected words, taking it from where it was: each link stands once.
const putLink = (box, key, words) => {
  let range = within(box);
  if (!range) {
    range = document.createRange();
    range.selectNodeContents(box);
    range.collapse(false);
  }
  const link = chip(key);
  const content = range.extractContents();
  for (const nested of content.querySelectorAll("[data-link]")) nested.replaceWith(...nested.childNodes);
  link.append(content.textContent.trim() ? content : words);
  range.insertNode(link);
  for (const other of box.querySelectorAll(`[data-link="${key}"]`)) {
    if (other !== link) other.replaceWith(...other.childNodes);
  }
  const outer = link.parentElement.closest("[data-link]");
  if (outer && box.contains(outer)) outer.replaceWith(...outer.childNodes);
  getSelection().selectAllChildren(link);
};

const enrich = (textarea) => {
  const row = textarea.closest("[data-row]");
  const toolbar = document.getElementById("tr-toolbar").content.firstElementChild.cloneNode(true);
  const box = document.createElement("div");
  box.className = "tr-rich";
  box.contentEditable = "true";
  box.lang = textarea.lang;
  box.dir = textarea.dir;
  box.setAttribute("role", "textbox");
  box.setAttribute("aria-multiline", "true");
  for (const name of ["aria-label", "aria-describedby", "aria-invalid"]) {
    if (textarea.hasAttribute(name)) box.setAttribute(name, textarea.getAttribute(name));
  }
  const pattern = toolbar.querySelector("[data-do=link]");
  const links = [...row.querySelectorAll(".tr-source [data-link]")].filter((link) => !link.closest("del, ins"));
  const buttons = links.map((link) => {
    const button = pattern.cloneNode(true);
    button.dataset.key = link.dataset.link;
    button.querySelector("bdi").textContent = link.textContent;
    pattern.before(button);
    return button;
  });
  pattern.remove();

  // A link that is missing is seen at its button before the server refuses the text.
  const mark = () => {
    for (const button of buttons) {
      const isThere = Boolean(box.querySelector(`[data-link="${button.dataset.key}"]`));
      button.classList.toggle("tr-lost", !isThere && box.textContent.trim() !== "");
    }
  };
  const store = () => {
    textarea.value = written(box).replace(/(<br\/>)+$/, "");
    textarea.dispatchEvent(new Event("input", { bubbles: true }));
    mark();
  };
  const show = () => { box.replaceChildren(built(textarea.value)); mark(); };

  toolbar.addEventListener("mousedown", (event) => event.preventDefault());  // keeps the selection
  toolbar.addEventListener("click", (event) => {
    const button = event.target.closest("button");
    if (!button) return;
    if (button.dataset.do === "link") putLink(box, button.dataset.key, button.querySelector("bdi").textContent);
    else {
      box.focus();
      document.execCommand(button.dataset.do);
    }
    store();
  });
  box.addEventListener("input", (event) => { event.stopPropagation(); store(); });
  box.addEventListener("keydown", (event) => {
    if (event.key !== "Enter" || event.isComposing) return;
    event.preventDefault();
    document.execCommand("insertLineBreak");
  });
  box.addEventListener("paste", (event) => {
    event.preventDefault();
    document.execCommand("insertText", false, event.clipboardData.getData("text/plain"));
  });
  box.addEventListener("drop", (event) => event.preventDefault());
  textarea.addEventListener("offered", show);

  show();
  textarea.before(toolbar, box);
  textarea.hidden = true;
};

const form = document.getElementById("translation");
let isDirty = Boolean(form?.querySelector("[aria-invalid]"));
for (const textarea of form?.querySelectorAll("textarea[data-rich]:not([readonly])") ?? []) enrich(textarea);
for (const button of document.querySelectorAll("[data-use]")) {
  button.hidden = false;
  button.addEventListener("click", () => {
    const textarea = button.closest("[data-row]").querySelector("textarea");
    textarea.value = button.dataset.use;
    textarea.dispatchEvent(new Event("offered"));
    textarea.dispatchEvent(new Event("input", { bubbles: true }));
    (textarea.hidden ? textarea.previousElementSibling : textarea).focus();
  });
}
form?.addEventListener("input", (event) => {
  isDirty = true;
  event.target.closest("[data-row]")?.classList.add("tr-touched");
});
form?.addEventListener("submit", () => { isDirty = false; });
addEventListener("beforeunload", (event) => { if (isDirty) event.preventDefault(); });

for (const button of document.querySelectorAll("[data-copy]")) {
  button.hidden = !navigator.clipboard;
  button.addEventListener("click", async () => {
    await navigator.clipboard.writeText(document.querySelector(button.dataset.copy).value);
    button.textContent = button.dataset.done;
  });
}

// The preview stays open from one save to the next.
const preview = document.querySelector(".tr-preview");
if (preview) {
  const desk = preview.closest(".tr-desk");
  const remember = (name, value) => { try { sessionStorage.setItem(name, value); } catch { /* refused: forgotten */ } };
  const known = (name) => { try { return sessionStorage.getItem(name); } catch { return null; } };
  const choose = (width) => {
    desk.dataset.width = width;
    for (const button of preview.querySelectorAll("[data-width]")) {
      button.setAttribute("aria-pressed", String(button.dataset.width === width));
    }
  };
  for (const button of preview.querySelectorAll("[data-width]")) {
    button.hidden = false;
    button.addEventListener("click", () => { choose(button.dataset.width); remember("tr-width", button.dataset.width); });
  }
  choose(known("tr-width") === "wide" ? "wide" : "phone");
  preview.open = known("tr-preview") === "open";
  preview.addEventListener("toggle", () => remember("tr-preview", preview.open ? "open" : ""));
}
