import { useEffect, useState } from "react";
import { Button } from "$/whimsy/button/Button.jsx";
import { forgotten } from "./way_core.js";

/** Tells what a browser without storages loses, until the visitor closes it. */
export function Forgets() {
  const [lacks, setLacks] = useState(null);
  const [read, setRead] = useState(false);
  useEffect(() => {
    const look = () => setLacks({ ...window.whimsy?.forgets });
    window.addEventListener("whimsy:forgets", look);
    look();
    return () => window.removeEventListener("whimsy:forgets", look);
  }, []);
  const sentence = !read && lacks && forgotten(lacks);
  if (!sentence) return null;
  return (
    <div className="notice forgets">
      <p>{sentence}</p>
      <Button word="OK" onClick={() => setRead(true)} />
    </div>
  );
}
