(() => {
  // Leptos builds static markup through `innerHTML`: this lets its own through and nothing that runs code.
  if (self.trustedTypes) {
    trustedTypes.createPolicy("default", {
      createHTML: (html) => /<(script|iframe|object|embed|base|meta|link)|\son\w+\s*=|javascript:|srcdoc/i.test(html) ? null : html,
      createScriptURL: (address) => address === "/sw.js" ? address : null,
    });
  }
  const root = document.documentElement;
  try {
    root.dataset.theme = localStorage.theme || "system";
    for (const name of ["font", "size", "keys"]) if (localStorage[name]) root.dataset[name] = localStorage[name];
    // Several people use this phone, and nobody touched it for ten minutes (idle.js): it shows nothing.
    self.isLeft = () => localStorage.shared && Math.abs(Date.now() - localStorage.touched) > 6e5;
    if (isLeft()) root.dataset.locked = "";
  } catch {}
})();
