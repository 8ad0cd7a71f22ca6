(() => {
  // Until the app is there, the form keeps what is typed and what is pressed.
  const form = document.getElementById("submit-form");
  const text = document.getElementById("field-text");
  const keys = (event) => {
    if (event.key === "Enter" && (event.ctrlKey || event.metaKey)) form.requestSubmit();
  };
  const send = (event) => {
    event.preventDefault();
    form.dataset.pressed = "";
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
    const slug = location.pathname.split("/")[1];
    const known = JSON.parse(localStorage.entryPoints || "[]").find((point) => point.authority === slug);
    if (known) document.getElementById("authority").textContent = known.name;
  } catch {}
})();
