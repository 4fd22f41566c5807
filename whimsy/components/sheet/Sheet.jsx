import { useLayoutEffect, useRef } from "react";
import { settle } from "$/whimsy/focus/settle.js";
import { entry } from "./past.js";

/** A modal dialog, open while it is in the page. Props: titled (the id of its heading), onClose(). */
export function Sheet({ titled, onClose, children }) {
  const ref = useRef(null);
  const close = useRef(onClose);
  close.current = onClose;
  useLayoutEffect(() => {
    const dialog = ref.current;
    const opener = document.activeElement;
    dialog.showModal();
    const leave = entry(() => dialog.close());
    return () => {
      leave();
      dialog.close();
      if (opener?.isConnected) opener.focus();
      requestAnimationFrame(settle); // the opener may be removed with it
    };
  }, []);
  return (
    <dialog ref={ref} className="sheet" aria-labelledby={titled} onClose={() => close.current()}>
      {children}
    </dialog>
  );
}
