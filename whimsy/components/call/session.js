// One numbered call: its connection, its signals, and what restores it. After `close` nothing is sent and no callback
// is called, whatever arrives late.

import { levelOf } from "../reveal/reveal_core.js";
import { isVoice } from "../voice/voice_core.js";
import { Line } from "./line.js";
import { Negotiation } from "./negotiation.js";
import { quality } from "./quality.js";
import { cap } from "./sender.js";
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
      rebuild: () => this.#line.blocked || this.#tell.rebuild(), // while the channel is down nobody would hear it
    });
    const heard = () => this.#survival.heard(worse(this.#pc));
    this.#pc.onconnectionstatechange = this.#pc.oniceconnectionstatechange = heard;
    this.#pc.ontrack = ({ track }) => this.#track(track);
  }

  begin() {
    // Only the impolite side adds transceivers, and the polite side uses those it is offered. An offered one is never
    // matched with one that was added, so if both sides added theirs there would be four.
    if (!this.#polite) this.#offerLines();
    this.#line.post("ready");
  }

  /** Take a signal of this call. They are handled one after the other; one that fails does not stop the next. */
  receive(/** @type {Signal} */ signal) {
    if (!this.#open || !this.#line.fresh(signal)) return;
    if (signal.kind === "bye") return this.#tell.bye(); // does not wait for those before it
    this.#chain = this.#chain.then(() => this.#open && this.#handle(signal)).catch(() => {});
  }

  /** Tell the other side which of our media are on. */
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
    if (this.#restarts(body)) await this.#renew(); // our side gathers candidates anew for its answer, too
    if (!this.#open) return;
    await this.#negotiation.description(body, seq);
    if (this.#open) this.#join(); // a description proves that they joined, even if their ready was lost
  }

  /** They joined, maybe after our signals were sent, or were away: send everything again. */
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
    else this.#line.knock(); // our offer has no answer, which may be lost
  }

  /** Whether it is an offer to restart ICE: its ufrag differs from that of the last. */
  #restarts(/** @type {RTCSessionDescriptionInit} */ { type, sdp }) {
    const before = this.#servers && this.#pc.remoteDescription?.sdp;
    return type === "offer" && Boolean(before) && ufrag(before) !== ufrag(sdp);
  }

  /** Get a new credential for the servers: the old one expires during a long call, and then no relay is found. */
  async #renew() {
    try {
      const ice = await this.#servers({ room: this.room, call: this.call });
      if (this.#open && ice) this.#pc.setConfiguration(ice);
    } catch {
      // The old credential may still be valid.
    }
  }

  #phase(phase, code) {
    if (phase === "live") this.#cap();
    this.#tell.phase(phase, code);
  }

  #offerLines() {
    for (const kind of isVoice(this.room) ? ["audio"] : ["audio", "video"])
      this.#pc.addTransceiver(kind, { direction: "sendrecv" });
    this.#attach();
  }

  #answerInFull() {
    for (const transceiver of this.#pc.getTransceivers()) transceiver.direction = "sendrecv";
    this.#attach();
  }

  #attach() {
    if (this.#senders.audio) return;
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
  return {
    mic: Boolean(body?.mic),
    cam: Boolean(body?.cam),
    screen: Boolean(body?.screen),
    reveal: levelOf(body?.reveal),
  };
}
