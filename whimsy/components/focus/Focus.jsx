import { useEffect, useRef } from "react";

/** A paragraph that takes the focus when the element that had it was removed, so that Tab goes on from here. */
export function Focus({ children, className }) {
  const ref = useRef(null);
  useEffect(() => {
    // Only then, as nobody who is typing may be interrupted. A paragraph, as Space and Enter press nothing on it.
    if (document.activeElement === document.body) ref.current.focus();
  }, []);
  return (
    <p ref={ref} tabIndex={-1} className={className}>
      {children}
    </p>
  );
}
