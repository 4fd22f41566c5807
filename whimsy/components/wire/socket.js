// Our namespace on Reflex's one websocket: same origin, path and options give the same Manager, so no second
// connection is made. If Reflex changes its transport, this is the only file that has to follow.
import io from "socket.io-client";
import env from "$/env.json";
import reflex from "$/reflex.json";
import { getBackendURL, getToken } from "$/utils/state";

let socket;

/** The socket of the namespace; made once a page, connected by whoever needs it. */
export function wire() {
  if (!socket) {
    const endpoint = getBackendURL(env.EVENT);
    const url = new URL(endpoint.href);
    url.pathname = "/whimsy";
    url.search = "";
    socket = io(url.href, {
      path: endpoint.pathname,
      transports: [env.TRANSPORT],
      protocols: [reflex.version],
      autoUnref: false,
      query: { token: getToken() },
      reconnection: false,
    });
  }
  return socket;
}

/** Reflex's own socket on the same Manager, once it has made it. */
export function reflexSocket() {
  return wire().io.nsps[new URL(getBackendURL(env.EVENT).href).pathname];
}
