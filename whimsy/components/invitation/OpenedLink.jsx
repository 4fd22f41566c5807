import { useEffect } from "react";
import { tokenOf } from "./invitation_core.js";

/** Props: onOpen(token). It stands in the fragment, which browsers send to no server. */
export function OpenedLink({ onOpen }) {
  useEffect(() => {
    const look = () => {
      const token = tokenOf(location.hash);
      if (!token) return;
      history.replaceState(history.state, "", location.pathname + location.search);
      onOpen(token);
    };
    look();
    window.addEventListener("hashchange", look);
    return () => window.removeEventListener("hashchange", look);
  }, []);
  return null;
}
