// What this device keeps until a server has it, encrypted with a key that cannot leave it (ux.md §8). The app uses the
// same store (frontend/src/offline/store.rs), so a text that was typed before it came is where it looks.
self.store = (() => {
  const NAMES = ["drafts", "outbox", "bodies", "keys"];
  let opening;
  const result = (request) => new Promise((done, fail) => {
    request.onsuccess = () => done(request.result);
    request.onerror = () => fail(request.error);
  });
  const open = () => opening ??= new Promise((done, fail) => {
    const request = indexedDB.open("lokaal-signaal", 1);
    request.onupgradeneeded = () => NAMES.forEach((name) => request.result.createObjectStore(name));
    request.onsuccess = () => {
      const forget = () => { opening = undefined; };
      request.result.onclose = forget;
      request.result.onversionchange = () => { request.result.close(); forget(); };
      done(request.result);
    };
    request.onerror = () => { opening = undefined; fail(request.error); };
  });
  // One transaction: `work` may only wait for requests of this transaction. Done means on disk.
  const change = async (names, work) => {
    const transaction = (await open()).transaction(names, "readwrite", { durability: "strict" });
    const committed = new Promise((done, fail) => {
      transaction.oncomplete = done;
      transaction.onabort = () => fail(transaction.error);
    });
    const answer = await work(...names.map((name) => transaction.objectStore(name)));
    await committed;
    return answer;
  };
  const read = async (name, key) => result((await open()).transaction(name).objectStore(name).get(key));
  // Two tabs may make a key at once: the first one stays.
  const key = async () => await read("keys", "device") ?? await (async () => {
    const made = await crypto.subtle.generateKey({ name: "AES-GCM", length: 256 }, false, ["encrypt", "decrypt"]);
    return change(["keys"], async (keys) => {
      const first = await result(keys.get("device"));
      if (!first) keys.put(made, "device");
      return first ?? made;
    });
  })();
  const rule = (iv, label) => ({ name: "AES-GCM", iv, additionalData: new TextEncoder().encode(label) });
  const seal = async (label, text) => {
    const iv = crypto.getRandomValues(new Uint8Array(12));
    const data = await crypto.subtle.encrypt(rule(iv, label), await key(), new TextEncoder().encode(text));
    return { iv, data, at: Date.now() };
  };
  const unseal = async (label, sealed) => new TextDecoder().decode(
    await crypto.subtle.decrypt(rule(sealed.iv, label), await key(), sealed.data));
  return {
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
      return { text: await unseal("draft " + place, draft), at: draft.at, pressed: !!draft.pressed };
    },
    seal, unseal,
    body: (item) => read("bodies", item),
    items: async () => result((await open()).transaction("outbox").objectStore("outbox").getAll()),
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
    // The key goes first: without it the rest is noise, even if the device stops half-way.
    async wipe() {
      await change(["keys"], (keys) => { keys.clear(); });
      await change(["drafts", "outbox", "bodies"], (...all) => { all.forEach((one) => one.clear()); });
    },
    // One tab sends at a time; the lock goes with the tab. Browsers without locks rely on the keys of the items.
    lock: (work) => navigator.locks ? navigator.locks.request("outbox", work) : work(),
  };
})();
