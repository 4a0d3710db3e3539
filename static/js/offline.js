// "Save on the phone": the button that keeps these pages for where there is no network, and the one that removes all.
// Nothing is registered or stored before somebody presses it.
"use strict";

(async () => {
  const box = document.querySelector("[data-keep]");
  if (!box || !window.isSecureContext || !("serviceWorker" in navigator) || !("caches" in window)) return;
  const here = location.pathname;
  const pages = [...[...document.querySelectorAll(".crumbs a")].map((link) => link.pathname), `${here}prata/`, here];
  const [save, remove, status] = ["save", "remove", "status"].map((part) => box.querySelector(`[data-part=${part}]`));

  const isKept = async () => (await caches.has("kept")) && Boolean(await caches.match(here, { cacheName: "kept" }));
  const show = async () => {
    const kept = await isKept();
    save.hidden = kept;
    remove.hidden = !kept;
    return kept;
  };
  const say = (what) => { status.textContent = box.dataset[what]; };

  save.addEventListener("click", async () => {
    save.disabled = true;
    status.textContent = "…";
    let done = false;
    try {
      await navigator.serviceWorker.register("/sw.js");
      const { active } = await navigator.serviceWorker.ready;
      const channel = new MessageChannel();
      const answer = new Promise((resolve) => { channel.port1.onmessage = (event) => resolve(event.data); });
      active.postMessage(pages, [channel.port2]);
      done = await answer;
    } catch { /* said below */ }
    save.disabled = false;
    await show();
    say(done ? "saved" : "failed");
    if (done) remove.focus();
  });

  remove.addEventListener("click", async () => {
    await caches.delete("kept");
    for (const worker of await navigator.serviceWorker.getRegistrations()) await worker.unregister();
    await show();
    status.textContent = "";
    save.focus();
  });

  box.hidden = false;
  if (await show()) say("saved");
})();
