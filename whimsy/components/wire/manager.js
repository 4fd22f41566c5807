// Which connection is Reflex's. It warms one up before the page is there and, if that fails, makes another that
// Socket.IO's own lookup does not know: who asks that for "the same connection" waits for ever on the dead one.
// Imported by the page itself, so that this is in place before the first is made.
import { Manager } from "socket.io-client";

let latest = null;
const make = Manager.prototype.socket;

Manager.prototype.socket = function (namespace, options) {
  latest = this;
  return make.call(this, namespace, options);
};

/** The Manager that Reflex made last, which is the one it keeps; null before the first. */
export function manager() {
  return latest;
}
