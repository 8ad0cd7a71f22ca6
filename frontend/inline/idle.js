(() => {
  // A phone that several people use hides everything when it was left (ux.md §8); what else belongs to it, the app does
  // (field/shared_phone.rs). A text is on disk long before.
  const { dataset } = document.documentElement, lock = document.getElementById("lock");
  const note = () => { localStorage.touched = Date.now(); };
  const look = () => {
    if (!isLeft()) return;
    // Kept until the app did its part, however often the page starts anew.
    dataset.locked = localStorage.left = "";
    if (!lock.hidden) return;
    lock.hidden = false;
    lock.querySelector("h1").focus();
    dispatchEvent(new Event("locked"));
  };
  const touch = () => {
    look();
    if (lock.hidden && localStorage.shared && Math.abs(Date.now() - localStorage.touched) > 3e4) note();
  };
  // A browser that forbids storage keeps nothing that others could find.
  try { look(); } catch { return; }
  for (const type of ["pointerdown", "keydown", "scroll"]) addEventListener(type, touch, true);
  document.addEventListener("visibilitychange", look);
  setInterval(look, 15e3);
  lock.querySelector("button").onclick = () => {
    note();
    lock.hidden = true;
    delete dataset.locked;
    document.querySelector("#submit:not([hidden]) h1, #app h1")?.focus();
  };
})();
