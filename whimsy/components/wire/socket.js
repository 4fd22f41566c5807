// Our namespace on Reflex's one websocket, so no second connection is made. If Reflex changes its transport, this
// and manager.js are the only files that have to follow.
import env from "$/env.json";
import { getBackendURL } from "$/utils/state";
import { manager } from "./manager.js";

let socket;

/** The socket of the namespace; made once a page, connected by whoever needs it. */
export function wire() {
  socket ??= manager().socket("/whimsy");
  return socket;
}

/** Reflex's own socket on the same Manager. */
export function reflexSocket() {
  return wire().io.nsps[new URL(getBackendURL(env.EVENT).href).pathname];
}
