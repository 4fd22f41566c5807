// What extensions add before the page is ready (remix-run/remix#4822, TanStack/router#3689).
(() => {
  const add = () => {
    document.documentElement.setAttribute("data-darkreader-mode", "dynamic");
    document.documentElement.setAttribute("data-lt-installed", "true");
    const style = document.createElement("style");
    style.className = "darkreader darkreader--fallback";
    document.head.prepend(style);
    document.body.setAttribute("data-gr-ext-installed", "");
    document.body.append(document.createElement("grammarly-desktop-integration"));
    document.documentElement.append(document.createElement("deepl-input-controller"));
  };
  const wait = new MutationObserver(() => document.body && (wait.disconnect(), add()));
  wait.observe(document, { childList: true, subtree: true });
})();
