// The seam to Reflex in the browser: only this script uses Reflex's scripts, its socket and the connection below it.
// whimsy/seam/contract.py lists what. Pages import it directly, so that it runs before the first connection.
import io, { Manager } from "socket.io-client";
import env from "$/env.json";
import reflex from "$/reflex.json";
import { getBackendURL, getToken } from "$/utils/state";

// The Manager that Reflex uses. Reflex opens a connection early and, if that fails, makes another Manager, which the
// lookup of Socket.IO does not know: asked for the same connection, it would return the failed one.
let latest = null;
const make = Manager.prototype.socket;
Manager.prototype.socket = function (namespace, options) {
  latest = this;
  return make.call(this, namespace, options);
};

let socket;

/** The socket of our namespace on Reflex's websocket; made once, and connected by its users. */
export function wire() {
  socket ??= latest?.socket("/whimsy") ?? shared();
  return socket;
}

// After a link from a page of text there is no connection yet. With the same origin, path and options, Socket.IO will
// give Reflex the same Manager.
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

/** Reflex's own socket on the same Manager, or undefined until Reflex has made it. */
const theirs = () => wire().io.nsps[new URL(getBackendURL(env.EVENT).href).pathname];

/** Whether Reflex has its socket. */
export const isConnected = () => theirs()?.connected ?? false;

/** Calls `hear` with every delta before Reflex applies it; returns a function that ends that. */
export function onDelta(hear) {
  const reflex = theirs();
  const pass = (name, update) => name === "event" && hear(update?.delta);
  reflex?.onAny(pass);
  return () => reflex?.offAny(pass);
}

/** Changes the page's states ({state: {var: value}}) as if the server had sent that. */
export function change(delta) {
  const reflex = theirs();
  for (const hear of reflex?.listenersAny() ?? []) hear("event", { delta });
  for (const hear of reflex?.listeners("event") ?? []) hear({ delta });
}

/** Calls `hear` in place of Reflex's reload when the server's states differ; returns a function that ends that. */
export function onMismatch(hear) {
  const reflex = theirs();
  reflex?.off("state_mismatch").on("state_mismatch", hear);
  return () => reflex?.off("state_mismatch", hear);
}

/** Whether the websocket is open, which Reflex opens and reopens. */
export const isOpen = () => wire().io.engine?.readyState === "open";

/** Calls `hear` when it was opened; returns a function that ends that. */
export function onOpen(hear) {
  const manager = wire().io;
  manager.on("open", hear);
  return () => manager.off("open", hear);
}

/** Returns a function that closes the present websocket without a disconnect; Reflex then opens another. */
export function closing() {
  const { engine } = wire().io;
  return () => engine.close();
}

/** Abandons a handshake after so many milliseconds. */
export const handshakeWithin = (ms) => void wire().io.timeout(ms);

/** The url of `path` at the server. */
export function serverURL(path) {
  const url = getBackendURL(env.PING);
  url.pathname = path;
  return url;
}
