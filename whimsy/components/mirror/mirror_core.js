// The camera check: a call to the server, which sends the media back. The browser's classes are passed in.

import { Shown } from "../shown/shown.js";

/** @type {{ phase: string, picture: MediaStream | null, stats: any, sentence: string }} */
const REST = { phase: "rest", picture: null, stats: null, sentence: "" };
const OFFLINE = "You’re not connected right now. Try again in a moment.";
const LOST = "The connection was lost. Start again when you’re back.";
const BROKEN = "Your browser couldn’t start the check. Try again.";

/** One check at a time. Phases: rest, asking (no answer yet), on. @extends {Shown<typeof REST>} */
export class Mirror extends Shown {
  #given;
  /** @type {RTCPeerConnection | null} */ #pc = null;
  #look = 0; // the number of the check: what arrives for an earlier one is dropped
  #asked = false;

  /** PeerConnection and Stream are the browser's classes; ended(sentence) is called whenever a check is over. */
  constructor({ PeerConnection, Stream, socket, ended = () => {} }) {
    super(REST);
    this.#given = { PeerConnection, Stream, socket, ended };
    socket.on("mirror_stats", (stats) => this.#on && this.become({ stats }));
    socket.on("mirror_ended", ({ sentence }) => this.#on && this.#end(sentence));
    socket.on("disconnect", () => this.running && this.#end(LOST));
  }

  get running() {
    return this.state.phase !== "rest";
  }

  // Whether the server has answered: what it sends before that belongs to the check before.
  get #on() {
    return this.state.phase === "on";
  }

  /** Begin a check of `stream`. @param {MediaStream} stream */
  async start(stream) {
    this.stop();
    if (!this.#given.socket.connected) return this.become({ sentence: OFFLINE });
    const look = ++this.#look;
    this.become({ ...REST, phase: "asking" });
    return this.#guarded(look, () => this.#call(look, stream));
  }

  stop() {
    if (!this.running) return this.become({ sentence: "" });
    const asked = this.#asked;
    this.#end("");
    if (asked) this.#given.socket.emit("mirror_stop");
    return undefined;
  }

  async #call(look, stream) {
    const pc = (this.#pc = new this.#given.PeerConnection());
    pc.ontrack = ({ track }) => look === this.#look && this.#show(track);
    for (const track of stream.getTracks()) pc.addTrack(track, stream);
    await pc.setLocalDescription();
    if (look !== this.#look) return;
    this.#asked = true;
    // At once and without candidates, as the server sends only to addresses that reached it.
    const answered = (ack) => this.#guarded(look, () => this.#answered(look, pc, ack));
    this.#given.socket.emit("mirror", { sdp: pc.localDescription.sdp }, answered);
  }

  async #answered(look, pc, ack) {
    if (look !== this.#look) {
      // The stop may have reached the server before it handled this offer, as it was closing the check before.
      if (!this.running) this.#given.socket.emit("mirror_stop");
      return;
    }
    if (!ack?.sdp) return void this.#end(ack?.sentence || BROKEN);
    this.become({ phase: "on" });
    await pc.setRemoteDescription({ type: "answer", sdp: ack.sdp });
  }

  async #guarded(look, act) {
    try {
      await act();
    } catch {
      if (look !== this.#look) return;
      this.stop();
      this.become({ sentence: BROKEN });
    }
  }

  // Both tracks in one stream, however the answer groups them; a new one each time, so that the element notices.
  #show(/** @type {MediaStreamTrack} */ track) {
    const tracks = this.state.picture?.getTracks() ?? [];
    this.become({ picture: new this.#given.Stream([...tracks, track]) });
  }

  #end(sentence) {
    this.#look += 1;
    this.#asked = false;
    this.#pc?.close();
    this.#pc = null;
    this.become({ ...REST, sentence });
    this.#given.ended(sentence);
  }
}

/** The measurements of the last second in one line, — for unknown ones. @param {Record<string, any> | null} stats */
export function words(stats) {
  const { rtt_ms, loss_pct, kbps, udp } = stats ?? {};
  const parts = [
    `Round trip ${figure(rtt_ms, "\u00a0ms")}`,
    `loss ${figure(loss_pct, "\u00a0%")}`,
    figure(kbps, "\u00a0kbit/s"),
    udp ? "UDP works" : "UDP —",
  ];
  return parts.join("\u00a0· ");
}

// Below ten with a decimal, so that a small loss does not read as none.
function figure(/** @type {number} */ value, /** @type {string} */ unit) {
  if (!Number.isFinite(value)) return `—${unit}`;
  return `${value < 10 ? Math.round(value * 10) / 10 : Math.round(value)}${unit}`;
}
