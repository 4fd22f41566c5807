import { Trouble } from "./Trouble.jsx";
import { useTrouble } from "./way.js";

/** Shows why the server cannot be reached, on pages that need it but have no chat. */
export function Way() {
  const trouble = useTrouble(false);
  return (
    <div role="status" className="connection">
      {trouble && <Trouble trouble={trouble} />}
    </div>
  );
}
