// The worker keeps the shell for days without network (frontend/sw.js); it comes after everything else.
if (navigator.serviceWorker) setTimeout(async () => {
  const place = location.pathname.split("/")[1];
  const update = document.getElementById("update");
  const text = document.getElementById("field-text");
  const { serviceWorker } = navigator;
  update.querySelector("button").onclick = async () => {
    await store.keepDraft(place, text.value).catch(() => {});
    location.reload();
  };
  serviceWorker.onmessage = ({ data }) => {
    if (data === "new version") update.hidden = false;
    if (data.shared) {
      text.value = [text.value, data.shared].filter(Boolean).join("\n");
      text.dispatchEvent(new Event("input", { bubbles: true }));
    }
  };
  await serviceWorker.register("/sw.js", { scope: `/${place}/m/` });
  const { active } = await serviceWorker.ready;
  for (const word of ["started", "shared?"]) active.postMessage(word);
}, 1500);
