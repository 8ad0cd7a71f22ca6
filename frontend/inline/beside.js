// What the page has beside the app, and nobody needs before the first key: a file of its own, which runs once the page is
// read, before the app.
(() => {
  // The worker keeps the shell for days without network (frontend/sw.js); it is fetched after everything else.
  addEventListener("beforeinstallprompt", (event) => {
    // Asked for in the settings, not in the middle of a text.
    event.preventDefault();
    self.installable = event;
  });
  const form = document.getElementById("submit-form");
  const text = document.getElementById("field-text");
  const update = document.getElementById("update");
  const { place } = form.dataset;
  const { serviceWorker } = navigator;
  // Nothing happens before the text is on disk; where it cannot be, the page stays as it is.
  update.querySelector("button").onclick = async () => {
    if (!text.value || await store.keepDraft(place, text.value).catch(() => false)) location.reload();
  };
  const startWorker = async () => {
    await serviceWorker.register("/sw.js", { scope: `/${place}/m/` });
    const { active } = await serviceWorker.ready;
    active.postMessage("started");
    // Another language is another page.
    const renew = () => active.postMessage("renew");
    new MutationObserver(renew).observe(document.documentElement, { attributeFilter: ["lang"] });
  };
  if (serviceWorker) {
    // What the worker says before somebody listens is lost: it is asked again.
    serviceWorker.onmessage = ({ data }) => {
      if (data.changed) update.hidden = false;
      if (data.shared) {
        text.value = [text.value, data.shared].filter(Boolean).join("\n\n");
        text.dispatchEvent(new Event("input", { bubbles: true }));
      }
    };
    serviceWorker.controller?.postMessage("news?");
    // Without network there is none to fetch; the next visit does.
    setTimeout(() => startWorker().catch(() => {}), 1500);
  }
})();
(() => {
  const { change, copies, read, result, seal, unseal } = store;
  // Browsers without Web Locks: one tab holds a lease and renews it while it sends; another one takes it over when it has
  // run out. True as long as it is ours. `until` 0 gives it back.
  const LEASE_MS = 3e4;
  const me = crypto.getRandomValues(new Uint32Array(4)).join();
  const lease = (until) => change(["keys"], async (keys) => {
    const held = await result(keys.get("sender"));
    const left = held && held.me !== me ? held.until - Date.now() : 0;
    // More than a lease lasts is left only when the clock was set back.
    if (left > 0 && left <= LEASE_MS) return false;
    until ? keys.put({ me, until }, "sender") : keys.delete("sender");
    return true;
  });
  // Where nothing can be stored there is nothing to send either.
  const holds = () => lease(Date.now() + LEASE_MS).catch(() => true);
  const leased = async (work) => {
    while (!await holds()) await new Promise((done) => setTimeout(done, 500));
    const renewing = setInterval(holds, LEASE_MS / 3);
    await work();
    clearInterval(renewing);
    await lease(0).catch(() => {});
  };
  // Asked before each item: a tab that slept may have lost its lease.
  if (!navigator.locks) Object.assign(store, { lock: leased, sends: holds });
  Object.assign(store, {
    // What a server told, for when it cannot be reached.
    async copy(name) {
      const copy = await read("copies", name, copies);
      return copy && { text: await unseal("copy " + name, copy), at: copy.at };
    },
    // Pairs of a name and its text; no text forgets the copy.
    async keepCopies(pairs) {
      const sealed = await Promise.all(pairs.map(async ([name, text]) => [name, text && await seal("copy " + name, text)]));
      return change(["copies"], (kept) => {
        for (const [name, copy] of sealed) copy ? kept.put(copy, name) : kept.delete(name);
      }, copies);
    },
  });
})();
