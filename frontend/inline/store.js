// What this device keeps until a server has it, encrypted with a key that cannot leave it (ux.md §8). The app uses the
// same store (frontend/src/offline/store.rs), so a text that was typed before it came is where it looks.
self.store = (() => {
  // Copies of what a server told have a database of their own: an older page, which knows the first one, goes on with it.
  const NAMES = { "lokaal-signaal": ["drafts", "outbox", "bodies", "keys"], "lokaal-signaal-copies": ["copies"] };
  const [OWN, COPIES] = Object.keys(NAMES);
  const opening = {};
  const tabs = self.BroadcastChannel && new BroadcastChannel("drafts");
  const result = (request) => new Promise((done, fail) => {
    request.onsuccess = () => done(request.result);
    request.onerror = () => fail(request.error);
  });
  const open = (base) => opening[base] ??= new Promise((done, fail) => {
    const forget = () => { opening[base] = null; };
    const request = indexedDB.open(base, 1);
    request.onupgradeneeded = () => NAMES[base].forEach((name) => request.result.createObjectStore(name));
    request.onsuccess = () => {
      request.result.onclose = forget;
      request.result.onversionchange = () => { request.result.close(); forget(); };
      done(request.result);
    };
    request.onerror = () => { forget(); fail(request.error); };
  });
  // One transaction: `work` may only wait for requests of this transaction. Done means on disk.
  const change = async (names, work, base = OWN) => {
    const transaction = (await open(base)).transaction(names, "readwrite", { durability: "strict" });
    const committed = new Promise((done, fail) => {
      transaction.oncomplete = done;
      transaction.onabort = () => fail(transaction.error);
    });
    const answer = await work(...names.map((name) => transaction.objectStore(name)));
    await committed;
    return answer;
  };
  const read = async (name, key, base = OWN) => result((await open(base)).transaction(name).objectStore(name).get(key));
  // Two tabs may make a key at once: the first one stays.
  const key = async () => {
    const kept = await read("keys", "device");
    if (kept) return kept;
    const made = await crypto.subtle.generateKey({ name: "AES-GCM", length: 256 }, false, ["encrypt", "decrypt"]);
    return change(["keys"], async (keys) => {
      const first = await result(keys.get("device"));
      if (!first) keys.put(made, "device");
      return first ?? made;
    });
  };
  const rule = (iv, label) => ({ name: "AES-GCM", iv, additionalData: new TextEncoder().encode(label) });
  const seal = async (label, text) => {
    const iv = crypto.getRandomValues(new Uint8Array(12));
    const data = await crypto.subtle.encrypt(rule(iv, label), await key(), new TextEncoder().encode(text));
    return { iv, data, at: Date.now() };
  };
  const unseal = async (label, sealed) => new TextDecoder().decode(
    await crypto.subtle.decrypt(rule(sealed.iv, label), await key(), sealed.data));
  const clear = (...all) => all.forEach((one) => one.clear());
  return {
    tabs,
    // Text "" forgets the draft. `pressed`: its writer pressed Send. Nothing happens when `may` says no in the end; true
    // when it is on disk.
    async keepDraft(place, text, pressed, may = () => true) {
      const draft = text && { ...await seal("draft " + place, text), pressed };
      return change(["drafts"], (drafts) => {
        if (!may()) return false;
        draft ? drafts.put(draft, place) : drafts.delete(place);
        return true;
      });
    },
    // Drafts that nobody touched for a week are gone.
    async draft(place) {
      const draft = await read("drafts", place);
      if (!draft) return null;
      if (Date.now() - draft.at > 7 * 864e5) return this.keepDraft(place, "").then(() => null);
      return { text: await unseal("draft " + place, draft), at: draft.at, pressed: draft.pressed };
    },
    // One tab sends at a time; the lock goes with the tab. Without Web Locks: beside.js.
    lock: (work) => navigator.locks.request("outbox", work),
    // For what comes beside the app.
    change, copies: COPIES, read, result,
    seal, unseal,
    body: (item) => read("bodies", item),
    items: async () => result((await open(OWN)).transaction("outbox").objectStore("outbox").getAll()),
    // Changes the outbox in one piece, however many tabs want to: `reduce` gets the stored items and answers what to
    // write, at once. `bodies` are sealed before.
    changeOutbox: (reduce, bodies, draft) => change(["outbox", "bodies", "drafts"], async (outbox, kept, drafts) => {
      const { put, remove, keep, waiting } = reduce(await result(outbox.getAll()));
      for (const [item, value] of put) outbox.put(value, item);
      for (const item of remove) { outbox.delete(item); kept.delete(item); }
      const { navigator } = self;
      if (waiting) navigator.storage?.persist?.().catch(() => {});
      navigator.setAppBadge?.(waiting).catch(() => {});
      if (!keep) return;
      for (const [item, sealed] of bodies) kept.put(sealed, item);
      if (draft) drafts.delete(draft);
    }),
    // The key goes first: without it the rest is noise, even if the device stops half-way. The other tabs forget too.
    async wipe() {
      await change(["keys"], clear);
      tabs?.postMessage("wiped");
      await change(["drafts", "outbox", "bodies"], clear);
      await change(["copies"], clear, COPIES);
    },
  };
})();
