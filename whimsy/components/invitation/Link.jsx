import { useRef, useState } from "react";
import { Button } from "$/whimsy/button/Button.jsx";
import { linkTo } from "./invitation_core.js";

/** Props: token. */
export function Link({ token }) {
  const field = useRef(null);
  const [told, setTold] = useState("");
  const link = linkTo(location.origin, token);
  const copy = async () => {
    try {
      await navigator.clipboard.writeText(link);
      setTold("Copied. Now send it to them.");
    } catch {
      // Forbidden, or no secure page: it is at least selected.
      field.current.select();
      setTold("Copy the selected link.");
    }
  };
  const share = () => navigator.share({ url: link }).catch(() => {}); // the visitor changed their mind
  return (
    <div className="invitation-link">
      <input
        ref={field}
        readOnly
        value={link}
        aria-label="Link of your invitation"
        onFocus={() => field.current.select()}
      />
      <Button word="Copy" className="go" onClick={copy} />
      {navigator.share && <Button word="Share" onClick={share} />}
      <p className="hint" role="status">
        {told}
      </p>
    </div>
  );
}
