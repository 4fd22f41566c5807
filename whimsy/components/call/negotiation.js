// Perfect negotiation as webrtc-pc has it: both sides may offer at any time, and when offers cross the polite
// side takes its own back. Nothing is offered before the other side is there to hear it.

const HOSTS = 40; // of one ICE session: a laptop with virtual networks has many, and those of use come after them

export class Negotiation {
  /** @type {RTCPeerConnection} */ #pc;
  #polite;
  #post;
  #offered;
  #open = true;
  #joined = false;
  #owed = false;
  #making = false;
  #answerPending = false;
  #newest = 0;
  #hosts = { ufrag: "", count: 0 };
  /** @type {RTCIceCandidateInit[]} */ #waiting = [];

  /** `offered()` is called when their offer is in place and ours to answer. */
  constructor({ pc, polite, post, offered = () => {} }) {
    this.#pc = pc;
    this.#polite = polite;
    this.#post = post;
    this.#offered = offered;
    pc.onnegotiationneeded = () => this.#offer();
    pc.onicecandidate = ({ candidate }) => this.#found(candidate);
  }

  /** The other side is there: what was to be offered is offered now. */
  join() {
    this.#joined = true;
    if (this.#owed) this.#offer();
  }

  /** Take their description; `seq` tells one that was overtaken on its way. */
  async description(/** @type {RTCSessionDescriptionInit} */ { type, sdp }, /** @type {number} */ seq) {
    if (seq < this.#newest) return;
    const pc = this.#pc;
    const readyForOffer = !this.#making && (pc.signalingState === "stable" || this.#answerPending);
    if (type === "offer" && !readyForOffer && !this.#polite) return;

    this.#answerPending = type === "answer";
    try {
      await pc.setRemoteDescription({ type, sdp }); // takes our own offer back if there is one
    } finally {
      this.#answerPending = false;
    }
    if (!this.#open) return;
    this.#newest = seq;
    this.#waiting.splice(0).forEach((candidate) => this.#add(candidate));
    if (type !== "offer") return;
    this.#offered();
    await pc.setLocalDescription();
    this.#say();
  }

  /** Take their candidate, or keep it until the description it belongs to is there. */
  candidate(/** @type {RTCIceCandidateInit} */ candidate) {
    // While an offer of ours is out, theirs may belong to the answer that is still to come.
    const early = !this.#pc.remoteDescription || this.#pc.signalingState === "have-local-offer";
    if (early) this.#waiting.push(candidate);
    else this.#add(candidate);
  }

  close() {
    this.#open = false;
    this.#pc.onnegotiationneeded = this.#pc.onicecandidate = null;
  }

  async #offer() {
    this.#owed = !this.#joined;
    if (this.#owed) return;
    this.#making = true;
    try {
      await this.#pc.setLocalDescription();
      this.#say();
    } catch {
      // Overtaken or closed. If an offer is still needed when the state is stable, the browser asks again.
    } finally {
      this.#making = false;
    }
  }

  #say() {
    const { type, sdp } = this.#pc.localDescription ?? {};
    if (this.#open && type) this.#post("description", { type, sdp });
  }

  #found(/** @type {RTCIceCandidate | null} */ candidate) {
    const { sdpMid = null, sdpMLineIndex = null } = candidate ?? {};
    if (this.#tooMany(candidate)) return;
    this.#post("candidate", { candidate: candidate?.candidate ?? "", sdpMid, sdpMLineIndex });
  }

  #tooMany(/** @type {RTCIceCandidate | null} */ candidate) {
    if (!candidate?.candidate?.includes(" typ host")) return false;
    const ufrag = candidate.usernameFragment ?? / ufrag (\S+)/.exec(candidate.candidate)?.[1] ?? "";
    if (ufrag !== this.#hosts.ufrag) this.#hosts = { ufrag, count: 0 };
    this.#hosts.count += 1;
    return this.#hosts.count > HOSTS;
  }

  /** One bad candidate, or one of an offer that was taken back, is no reason to stop. */
  async #add(/** @type {RTCIceCandidateInit} */ candidate) {
    try {
      await this.#pc.addIceCandidate(candidate);
    } catch {
      // There are others.
    }
  }
}
