// What a page translation does to the DOM, now and after every change (facebook/react#11538). KIND: "replace" puts a
// translated copy in the place of every text, as Chrome does; "move" the same node into an element of its own.
// It begins when `translate()` is called.
(() => {
  const SKIP = new Set(["SCRIPT", "STYLE", "TEXTAREA", "NOSCRIPT", "FONT", "OPTION"]);
  const put = (node) => {
    const parent = node.parentElement;
    if (!parent || SKIP.has(parent.tagName) || !node.data.trim() || parent.closest("[translate=no]")) return;
    const outer = document.createElement("font"), inner = document.createElement("font");
    outer.append(inner);
    parent.replaceChild(outer, node);
    if (KIND === "replace") inner.append(`«${node.data}»`);
    else inner.append(node), node.data = `«${node.data}»`;
  };
  const all = (root) => {
    const walker = document.createTreeWalker(root, NodeFilter.SHOW_TEXT), found = [];
    while (walker.nextNode()) found.push(walker.currentNode);
    found.forEach(put);
  };
  window.translate = () => {
    all(document.body);
    new MutationObserver((changes) => {
      for (const { addedNodes } of changes)
        for (const node of addedNodes)
          node.nodeType === 3 ? put(node) : node.nodeType === 1 && node.tagName !== "FONT" && all(node);
    }).observe(document.body, { childList: true, subtree: true });
  };
})();
