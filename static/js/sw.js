// Keeps the pages that a visitor asked to save, and answers with them where there is no network.
// Registered by offline.js when the visitor presses the button, never before. A kept page says when it was made.
"use strict";

const KEPT = "kept";
const PATIENCE = 5000; // milliseconds that a page may take before the kept one is shown

const lite = () => Boolean(self.navigator.connection && self.navigator.connection.saveData);
const later = (address) => `${address}?sparad=1`;

// A page in its version for later, and the files it draws itself with.
const keep = async (address) => {
  const cache = await caches.open(KEPT);
  const page = await fetch(later(address), { cache: "no-cache", credentials: "omit" });
  if (!page.ok || page.redirected) throw new Error(`${address}: ${page.status}`);
  const html = await page.clone().text();
  const files = [...html.matchAll(/(?:href|src)="(\/[^"#?]+\.(?:css|js|svg))/g)].map((found) => found[1]);
  for (const file of new Set(files)) {
    if (!(await cache.match(file))) await cache.add(new Request(file, { credentials: "omit" }));
  }
  await cache.put(address, page);
};

self.addEventListener("install", () => self.skipWaiting());
self.addEventListener("activate", (event) => event.waitUntil(self.clients.claim()));

self.addEventListener("message", (event) => {
  const work = Promise.all(event.data.map(keep)).then(() => true, () => false);
  event.waitUntil(work.then((done) => event.ports[0].postMessage(done)));
});

const fromNetwork = (request) => {
  const stop = new AbortController();
  const timer = setTimeout(() => stop.abort(), PATIENCE);
  return fetch(request, { signal: stop.signal }).finally(() => clearTimeout(timer));
};

const page = async (event, address) => {
  const kept = await caches.match(address, { cacheName: KEPT });
  if (!kept) return fetch(event.request);
  try {
    const fresh = await fromNetwork(event.request);
    if (fresh.ok && !lite()) event.waitUntil(keep(address).catch(() => {}));
    return fresh.status < 500 ? fresh : kept;
  } catch {
    return kept;
  }
};

const file = async (request) => {
  try {
    return await fetch(request);
  } catch (error) {
    const kept = await caches.match(request, { cacheName: KEPT, ignoreSearch: true });
    if (kept) return kept;
    throw error;
  }
};

self.addEventListener("fetch", (event) => {
  const { request } = event;
  const address = new URL(request.url);
  if (request.method !== "GET" || address.origin !== self.location.origin || address.pathname.startsWith("/cms/")) return;
  if (request.mode === "navigate") event.respondWith(page(event, address.pathname));
  else if (/\.(?:css|js|svg)$/.test(address.pathname)) event.respondWith(file(request));
});
