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
