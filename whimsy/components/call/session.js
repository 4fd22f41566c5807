// One numbered call: a connection, the signals about it, and what keeps it alive. When it is closed it is gone:
// nothing is sent and nothing is told after that, however late it comes.

import { Line } from "./line.js";
import { cap } from "./media_core.js";
import { Negotiation } from "./negotiation.js";
import { quality } from "./quality.js";
import { Survival, worse } from "./survival.js";
/** @typedef {{ seq: number, kind: string, body: any }} Signal */

export class Session {
  /** @type {RTCPeerConnection} */ #pc;
  #Stream;
  #tell;
  #servers;
  #line;
  #negotiation;
  #survival;
  #polite;
  #open = true;
  #joined = false;
  #chain = Promise.resolve();
  /** @type {MediaStream | null} */ #remote = null;
  /** @type {Record<string, RTCRtpSender>} */ #senders = {};
  #said = "";
  /** @type {unknown} */ #seen = null;
  #flags = { mic: false, cam: false, screen: false };

  /** `tell` has phase(phase, code), senders(senders), media(flags), stream(stream), rebuild() and bye(). */
  constructor({ PeerConnection, Stream, clock, send, servers, room, call, polite, ice, tell }) {
    this.room = room;
    this.call = call;
    this.#Stream = Stream;
    this.#tell = tell;
    this.#servers = servers;
    this.#polite = polite;
    this.#pc = new PeerConnection(ice);
    this.#line = new Line({ room, call, send, clock });
    this.#negotiation = new Negotiation({
      pc: this.#pc,
      polite,
      post: (kind, body) => this.#line.post(kind, body),
      offered: () => this.#answerInFull(),
    });
    this.#survival = new Survival({
      clock,
      tell: (phase, code) => this.#phase(phase, code),
      knock: () => this.#line.knock(),
      restart: () => this.#restart(),
      rebuild: () => this.#line.blocked || this.#tell.rebuild(), // nobody would hear it: ask when they do
    });
    const heard = () => this.#survival.heard(worse(this.#pc));
    this.#pc.onconnectionstatechange = this.#pc.oniceconnectionstatechange = heard;
    this.#pc.ontrack = ({ track }) => this.#track(track);
  }

  begin() {
    // Only one side makes the two lines: a line made here is never matched with one that is offered, so if both
    // made theirs there would be four. The polite side takes over those it is offered.
    if (!this.#polite) this.#offerLines();
    this.#line.post("ready");
  }

  /** Take a signal of this call. One after the other, and a bad one does not stop those after it. */
  receive(/** @type {Signal} */ signal) {
    if (!this.#open || !this.#line.fresh(signal)) return;
    if (signal.kind === "bye") return this.#tell.bye(); // waits for nothing
    this.#chain = this.#chain.then(() => this.#open && this.#handle(signal)).catch(() => {});
  }

  /** Tell the other side what of us is on. */
  sayMedia(flags) {
    this.#flags = flags;
    const said = JSON.stringify(flags);
    if (!this.#joined || said === this.#said) return;
    this.#said = said;
    this.#line.post("media", flags);
  }

  networkChanged() {
    this.#survival.networkChanged();
  }

  resumed() {
    this.#line.knock();
    this.#survival.networkChanged();
  }

  async stats() {
    const now = await this.#pc.getStats();
    const before = this.#seen;
    this.#seen = now;
    return quality(before, now);
  }

  close({ bye }) {
    if (!this.#open) return;
    if (bye) this.#line.post("bye");
    this.#open = false;
    this.#line.close();
    this.#negotiation.close();
    this.#survival.close();
    const pc = this.#pc;
    pc.ontrack = pc.onconnectionstatechange = pc.oniceconnectionstatechange = null;
    pc.close();
  }

  async #handle(/** @type {Signal} */ { seq, kind, body }) {
    if (kind === "ready") return this.#ready();
    if (kind === "candidate") return this.#negotiation.candidate(body);
    if (kind === "media") return this.#tell.media(flagsOf(body));
    if (kind !== "description") return;
    if (this.#restarts(body)) await this.#renew(); // our side, too, gathers anew for its answer
    if (!this.#open) return;
    await this.#negotiation.description(body, seq);
    if (this.#open) this.#join(); // who describes is there, even if their ready was lost
  }

  /** They may have come after we spoke, or may have been away: say everything again. */
  #ready() {
    this.#line.repeat();
    this.#join();
  }

  #join() {
    if (this.#joined) return;
    this.#joined = true;
    this.#survival.join();
    if (!this.#open) return;
    this.sayMedia(this.#flags);
    this.#negotiation.join();
  }

  async #restart() {
    if (this.#servers && this.#pc.signalingState === "stable") await this.#renew();
    if (!this.#open) return;
    if (this.#pc.signalingState === "stable") this.#pc.restartIce();
    else this.#line.knock(); // an offer is out and its answer may be lost
  }

  /** Whether theirs is an offer to start ICE anew: it has another name than the last. */
  #restarts(/** @type {RTCSessionDescriptionInit} */ { type, sdp }) {
    const before = this.#servers && this.#pc.remoteDescription?.sdp;
    return type === "offer" && Boolean(before) && ufrag(before) !== ufrag(sdp);
  }

  /** The servers' credential runs out in a long call, and what gathers with an old one finds no relay. */
  async #renew() {
    try {
      const ice = await this.#servers({ room: this.room, call: this.call });
      if (this.#open && ice) this.#pc.setConfiguration(ice);
    } catch {
      // The old ones may do.
    }
  }

  #phase(phase, code) {
    if (phase === "live") this.#cap();
    this.#tell.phase(phase, code);
  }

  #offerLines() {
    for (const kind of ["audio", "video"]) this.#pc.addTransceiver(kind, { direction: "sendrecv" });
    this.#attach();
  }

  #answerInFull() {
    for (const transceiver of this.#pc.getTransceivers()) transceiver.direction = "sendrecv";
    this.#attach();
  }

  #attach() {
    if (this.#senders.video) return;
    for (const { receiver, sender } of this.#pc.getTransceivers()) this.#senders[receiver.track.kind] ??= sender;
    this.#cap();
    this.#tell.senders(this.#senders);
  }

  #cap() {
    if (this.#senders.video) cap(this.#senders.video);
  }

  #track(/** @type {MediaStreamTrack} */ track) {
    const remote = (this.#remote ??= new this.#Stream());
    if (!remote.getTracks().includes(track)) remote.addTrack(track);
    this.#tell.stream(remote);
  }
}

function ufrag(/** @type {string | undefined} */ sdp) {
  return /a=ice-ufrag:(\S+)/.exec(sdp ?? "")?.[1];
}

function flagsOf(body) {
  return { mic: Boolean(body?.mic), cam: Boolean(body?.cam), screen: Boolean(body?.screen) };
}
