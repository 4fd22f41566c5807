import { Trouble } from "./Trouble.jsx";
import { useTrouble } from "./way.js";

/** Says what is in the way of a page that needs the server but takes no part in chats. */
export function Way() {
  const trouble = useTrouble(false);
  return (
    <div role="status" className="connection">
      {trouble && <Trouble trouble={trouble} />}
    </div>
  );
}
