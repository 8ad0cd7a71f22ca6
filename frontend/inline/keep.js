(() => {
  // The form keeps what is typed and what is pressed, before the app is there and after it.
  const form = document.getElementById("submit-form");
  const text = document.getElementById("field-text");
  const note = document.getElementById("draft-note");
  const place = location.pathname.split("/")[1];
  let saved = "", edited = 0, isShowing = false, timer;

  // While the app hands a text over to the outbox, a draft of it would be a second one.
  const isFree = () => !("handing" in form.dataset);
  const save = (pressed) => {
    clearTimeout(timer);
    if (!isFree() || text.value === saved && !pressed) return;
    saved = text.value;
    store.keepDraft(place, saved, pressed, isFree).catch(() => {});
  };
  const show = (value, words) => {
    text.value = saved = value;
    note.firstElementChild.textContent = words;
    note.hidden = !value;
    isShowing = true;
    text.dispatchEvent(new Event("input", { bubbles: true }));
    isShowing = false;
  };
  // The newer edit wins, in whichever tab it was made.
  const look = async () => {
    const draft = await store.draft(place);
    if (!isFree()) return;
    if (!draft) {
      if (edited && text.value && text.value === saved) show("", "");
    } else if (!text.value || draft.at > edited && text.value !== draft.text) {
      show(draft.text, edited ? note.dataset.other : note.dataset.restored);
      if (draft.pressed) form.requestSubmit();
    }
  };
  text.addEventListener("input", () => {
    if (isShowing) return;
    edited = Date.now();
    clearTimeout(timer);
    timer = setTimeout(save, 400);
  });
  addEventListener("pagehide", () => save());
  document.addEventListener("visibilitychange", () => document.hidden ? save() : look().catch(() => {}));
  note.lastElementChild.addEventListener("click", () => {
    show("", "");
    store.keepDraft(place, "").catch(() => {});
    text.focus();
  });
  look().catch(() => {});

  const keys = (event) => {
    if (event.key === "Enter" && (event.ctrlKey || event.metaKey)) form.requestSubmit();
  };
  const send = (event) => {
    event.preventDefault();
    form.dataset.pressed = "";
    save(true);
    document.getElementById("send").textContent = form.dataset.busy;
  };
  text.addEventListener("keydown", keys);
  form.addEventListener("submit", send);
  // Another language before the app is there would lose what was typed: the app does it when it comes.
  const languages = document.getElementById("languages");
  const choose = (event) => {
    const link = event.target.closest("a[lang]");
    if (!link || !text.value) return;
    event.preventDefault();
    form.dataset.language = link.lang;
  };
  languages.addEventListener("click", choose);
  // Called once by the app when it takes over; answers whether Send was pressed meanwhile.
  form.takeOver = () => {
    form.removeEventListener("submit", send);
    languages.removeEventListener("click", choose);
    const pressed = "pressed" in form.dataset;
    delete form.dataset.pressed;
    return pressed;
  };
  const hash = location.hash;
  if (hash && !hash.startsWith("#e=") && hash !== "#main") document.getElementById("submit").hidden = true;
  try {
    const known = JSON.parse(localStorage.entryPoints || "[]").find((point) => point.authority === place);
    if (known) document.getElementById("authority").textContent = known.name;
  } catch {}
})();
