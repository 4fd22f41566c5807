// The seam to Reflex in the browser: nobody else touches its scripts, its socket or the connection below it. What it
// reaches for is listed in whimsy/seam/contract.py. Pages import it themselves, before the first connection is made.
import io, { Manager } from "socket.io-client";
import env from "$/env.json";
import reflex from "$/reflex.json";
import { getBackendURL, getToken } from "$/utils/state";

// Which connection is Reflex's. It warms one up before the page is there and, if that fails, makes another that
// Socket.IO's own lookup does not know: who asks that for "the same connection" waits for ever on the dead one.
let latest = null;
const make = Manager.prototype.socket;
Manager.prototype.socket = function (namespace, options) {
  latest = this;
  return make.call(this, namespace, options);
};

let socket;

/** The socket of our namespace, on Reflex's one websocket; made once a page, connected by whoever needs it. */
export function wire() {
  socket ??= latest?.socket("/whimsy") ?? shared();
  return socket;
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

/** Reflex's own socket on the same Manager, once it has made it. */
const theirs = () => wire().io.nsps[new URL(getBackendURL(env.EVENT).href).pathname];

/** Whether Reflex has its socket. */
export const isConnected = () => theirs()?.connected ?? false;

/** Calls `hear` with every change to the page's states, before Reflex shows it; returns how to end that. */
export function onDelta(hear) {
  const reflex = theirs();
  const pass = (name, update) => name === "event" && hear(update?.delta);
  reflex?.onAny(pass);
  return () => reflex?.offAny(pass);
}

/** Calls `hear` when the server's states are not this page's, where Reflex would reload at once; returns how to end that. */
export function onMismatch(hear) {
  const reflex = theirs();
  reflex?.off("state_mismatch").on("state_mismatch", hear);
  return () => reflex?.off("state_mismatch", hear);
}

/** Whether the websocket is open, which Reflex opens and reopens. */
export const isOpen = () => wire().io.engine?.readyState === "open";

/** Calls `hear` when it has been opened; returns how to end that. */
export function onOpen(hear) {
  const manager = wire().io;
  manager.on("open", hear);
  return () => manager.off("open", hear);
}

/** Returns how to close the websocket of now, without a goodbye; Reflex opens another at once. */
export function closing() {
  const { engine } = wire().io;
  return () => engine.close();
}

/** Gives up on a handshake after so many milliseconds. */
export const handshakeWithin = (ms) => void wire().io.timeout(ms);

/** The address of `path` at the server. */
export function serverURL(path) {
  const url = getBackendURL(env.PING);
  url.pathname = path;
  return url;
}
