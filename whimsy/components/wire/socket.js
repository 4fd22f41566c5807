// Our namespace on Reflex's one websocket, so no second connection is made. If Reflex changes its transport, this
// and manager.js are the only files that have to follow.
import io from "socket.io-client";
import env from "$/env.json";
import reflex from "$/reflex.json";
import { getBackendURL, getToken } from "$/utils/state";
import { manager } from "./manager.js";

let socket;

/** The socket of the namespace; made once a page, connected by whoever needs it. */
export function wire() {
  socket ??= manager()?.socket("/whimsy") ?? shared();
  return socket;
}

/** Reflex's own socket on the same Manager, once it has made it. */
export function reflexSocket() {
  return wire().io.nsps[new URL(getBackendURL(env.EVENT).href).pathname];
}

// Who comes here by a link from a page of words has no connection yet. Same origin, path and options: Socket.IO
// gives Reflex the same Manager when it makes its own.
function shared() {
  const endpoint = getBackendURL(env.EVENT);
  const url = new URL(endpoint.href);
  url.pathname = "/whimsy";
  url.search = "";
  return io(url.href, {
    path: endpoint.pathname,
    transports: [env.TRANSPORT],
    protocols: [reflex.version],
    autoUnref: false,
    query: { token: getToken() },
    reconnection: false,
  });
}
