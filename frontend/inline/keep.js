(() => {
  // The form keeps what is typed and what is pressed, before the app is there and after it.
  const byId = (id) => document.getElementById(id);
  const form = byId("submit-form"), text = byId("field-text"), note = byId("draft-note"), time = byId("draft-time");
  const button = byId("send"), label = button.textContent;
  const place = form.dataset.place = location.pathname.split("/")[1];
  const { tabs } = store;
  let saved = "", edited = 0, isFirst = true, isShowing = false, timer;

  // While the app hands a text over to the outbox, a draft of it would be a second one.
  const isFree = () => !("handing" in form.dataset);
  const say = (which) => {
    for (const words of note.querySelectorAll("span")) words.hidden = words.dataset.t !== which;
    note.hidden = !which;
  };
  // True once the text is on disk; only then we say so. Nothing when it is not.
  const save = async () => {
    timer = clearTimeout(timer);
    const value = text.value, pressed = "pressed" in form.dataset;
    if (!isFree() || value === saved && !pressed) return;
    const isStill = () => isFree() && value === text.value;
    if (!await store.keepDraft(place, value, pressed, isStill).catch(() => {})) return;
    saved = value;
    const now = new Date().toLocaleTimeString(document.documentElement.lang + "-BE", { timeStyle: "short" });
    time.lastElementChild.textContent = value && time.firstElementChild.textContent.replace("{time}", now);
    tabs?.postMessage(0);
    return !!value;
  };
  const show = (change, which) => {
    change();
    saved = text.value;
    say(which);
    isShowing = true;
    text.dispatchEvent(new Event("input", { bubbles: true }));
    isShowing = false;
  };
  const replace = (value, which) => show(() => { text.value = value; }, which);
  // The newer edit wins, in whichever tab it was made; what was typed before we could look comes after what was kept.
  const look = async () => {
    const draft = await store.draft(place), was = isFirst;
    isFirst = false;
    if (!isFree()) return;
    if (!draft) {
      if (edited && text.value && text.value === saved) replace("", "");
    } else if (text.value && was && !text.value.startsWith(draft.text)) {
      show(() => text.setRangeText(draft.text + "\n\n", 0, 0, "preserve"), "submit.restored");
      saved = draft.text;
      timer ??= setTimeout(save, 400);
    } else if (!text.value || draft.at > edited && text.value !== draft.text) {
      replace(draft.text, edited ? "submit.other_tab" : "submit.restored");
      if (draft.pressed) form.requestSubmit();
    }
  };
  text.addEventListener("input", () => {
    if (isShowing) return;
    edited = Date.now();
    timer ??= setTimeout(save, 400);
  });
  addEventListener("pagehide", save);
  document.addEventListener("visibilitychange", () => document.hidden ? save() : look().catch(() => {}));
  const forget = () => {
    delete form.dataset.pressed;
    replace("", "");
    time.lastElementChild.textContent = "";
  };
  if (tabs) tabs.onmessage = ({ data }) => {
    if (data !== "wiped") return look().catch(() => {});
    forget();
    dispatchEvent(new Event("wiped"));
  };
  note.lastElementChild.addEventListener("click", () => {
    forget();
    store.keepDraft(place, "").then(() => tabs?.postMessage(0), () => {});
    text.focus();
  });
  look().catch(() => {});

  const keys = (event) => {
    if (event.key !== "Enter" || document.documentElement.dataset.keys) return;
    if (event.ctrlKey || event.metaKey) form.requestSubmit();
  };
  // The app sends it as soon as it is there; should it never come, the next visit does.
  const send = async (event) => {
    event.preventDefault();
    form.dataset.pressed = "";
    button.textContent = form.dataset.busy;
    const isKept = await save();
    if (!("pressed" in form.dataset)) return;
    if (isKept) say("sent.saved");
    button.textContent = label;
  };
  text.addEventListener("keydown", keys);
  form.addEventListener("submit", send);
  // Another language before the app is there would lose what was typed: the app does it when it comes.
  const languages = byId("languages");
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
  // Another page than the form, which an entry link and "to the content" do not leave.
  if (/^#(?!e=|main$)./.test(location.hash)) byId("submit").hidden = true;
  try {
    const known = JSON.parse(localStorage.entryPoints || "[]").find((point) => point.authority === place);
    if (known) byId("authority").textContent = known.name;
  } catch {}
})();
