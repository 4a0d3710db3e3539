// Comforts of the week grid: it is complete without them. Adds, removes and copies times before anything is sent.
"use strict";

const fields = (row) => [...row.querySelectorAll("input, select")];
const isEmpty = (row) => [...row.querySelectorAll("input:not([type=checkbox])")].every((input) => !input.value.trim());
const rows = (day) => [...day.querySelectorAll("[data-row]")];
const changed = (node) => node.dispatchEvent(new Event("change", { bubbles: true }));

const clear = (row) => {
  for (const field of fields(row)) {
    if (field.type === "checkbox") field.checked = false;
    else if (field.tagName === "SELECT") field.selectedIndex = 0;
    else field.value = "";
    field.removeAttribute("aria-invalid");
  }
  for (const wrong of row.querySelectorAll(".hours-wrong")) wrong.remove();
  row.classList.remove("hours-row--wrong");
};

// A new row is the last one again, with the next number in every name.
const grow = (day) => {
  const last = rows(day).at(-1);
  const row = last.cloneNode(true);
  const number = rows(day).length;
  for (const field of fields(row)) field.name = field.name.replace(/-\d+-(\w+)$/, `-${number}-$1`);
  for (const node of row.querySelectorAll("[aria-label]")) {
    node.setAttribute("aria-label", node.getAttribute("aria-label").replace(/\d+/, number + 1));
  }
  clear(row);
  row.querySelector("details").open = false;
  last.after(row);
  return row;
};

const freeRow = (day) => rows(day).find((row) => row.hidden) || grow(day);

const show = (day) => {
  day.querySelector("[data-closed]").hidden = rows(day).some((row) => !row.hidden);
};

const copy = (from, to) => {
  const filled = rows(from).filter((row) => !isEmpty(row));
  for (const row of rows(to)) {
    clear(row);
    row.hidden = true;
  }
  for (const row of filled) {
    const target = freeRow(to);
    target.hidden = false;
    const sources = fields(row);
    fields(target).forEach((field, index) => {
      if (field.type === "checkbox") field.checked = sources[index].checked;
      else field.value = sources[index].value;
    });
    target.querySelector("summary").textContent = row.querySelector("summary").textContent;
  }
  show(to);
};

// The CMS puts scripts before the form.
const begin = () => {
  for (const grid of document.querySelectorAll("[data-hours]")) {
    for (const day of grid.querySelectorAll("[data-day]")) {
      for (const row of rows(day)) row.hidden = "extra" in row.dataset && isEmpty(row);
      for (const button of day.querySelectorAll("[data-remove], [data-add]")) button.hidden = false;
      day.querySelector("[data-copy-now]").type = "button";
      show(day);
    }
    grid.addEventListener("click", (event) => {
      const day = event.target.closest("[data-day]");
      if (!day) return;
      if (event.target.closest("[data-add]")) {
        const row = freeRow(day);
        row.hidden = false;
        show(day);
        row.querySelector("input").focus();
      } else if (event.target.closest("[data-remove]")) {
        const row = event.target.closest("[data-row]");
        clear(row);
        row.hidden = true;
        show(day);
        changed(row.querySelector("input"));
        day.querySelector("[data-add]").focus();
      } else if (event.target.closest("[data-copy-now]")) {
        const menu = event.target.closest("[data-copy]");
        for (const box of menu.querySelectorAll("input:checked")) {
          copy(day, day.closest("[data-week]").querySelector(`[data-day="${box.value}"]`));
          box.checked = false;
        }
        menu.open = false;
        menu.querySelector("summary").focus();
        changed(day.querySelector("input"));
      }
    });
    // Enter in a time would press the form's first button; it goes on to the next input instead.
    grid.addEventListener("keydown", (event) => {
      if (event.key !== "Enter" || !event.target.matches("input:not([type=checkbox])")) return;
      event.preventDefault();
      const shown = [...grid.querySelectorAll("input, select")].filter((field) => field.offsetParent);
      shown[shown.indexOf(event.target) + 1]?.focus();
    });
  }

  // The time of a closing day is asked for only where it counts.
  for (const rule of document.querySelectorAll("[data-rule]")) {
    const [choice, time] = [rule.querySelector("select"), rule.querySelector("input")];
    const update = () => { time.hidden = choice.value !== "early"; };
    choice.addEventListener("change", update);
    update();
  }
};
if (document.readyState === "loading") document.addEventListener("DOMContentLoaded", begin);
else begin();
