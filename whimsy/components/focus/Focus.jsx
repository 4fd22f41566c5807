import { useEffect, useRef } from "react";

/** A paragraph that catches the focus when what had it is gone, so that Tab goes on from here. */
export function Focus({ children, className }) {
  const ref = useRef(null);
  useEffect(() => {
    // Only a lost focus is caught: nobody's typing is interrupted, and Space or Enter here press nothing.
    if (document.activeElement === document.body) ref.current.focus();
  }, []);
  return (
    <p ref={ref} tabIndex={-1} className={className}>
      {children}
    </p>
  );
}
