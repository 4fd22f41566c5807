// Perfect negotiation as webrtc-pc describes it: both sides may offer at any time, and when offers cross the polite
// side rolls its own back. Nothing is offered before the other side has joined.

const HOSTS = 40; // sent of one ICE session: a laptop with virtual networks has many, before those that are of use

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

  /** `offered()` is called when an offer of the other side is set, before it is answered. */
  constructor({ pc, polite, post, offered = () => {} }) {
    this.#pc = pc;
    this.#polite = polite;
    this.#post = post;
    this.#offered = offered;
    pc.onnegotiationneeded = () => this.#offer();
    pc.onicecandidate = ({ candidate }) => this.#found(candidate);
  }

  /** The other side has joined: make the offer that was due before. */
  join() {
    this.#joined = true;
    if (this.#owed) this.#offer();
  }

  /** Take a description of the other side; by `seq`, one that a newer one overtook is dropped. */
  async description(/** @type {RTCSessionDescriptionInit} */ { type, sdp }, /** @type {number} */ seq) {
    if (seq < this.#newest) return;
    const pc = this.#pc;
    const readyForOffer = !this.#making && (pc.signalingState === "stable" || this.#answerPending);
    if (type === "offer" && !readyForOffer && !this.#polite) return;

    this.#answerPending = type === "answer";
    try {
      await pc.setRemoteDescription({ type, sdp }); // rolls back our own offer if there is one
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

  /** Take a candidate of the other side, or keep it until the description that it belongs to is set. */
  candidate(/** @type {RTCIceCandidateInit} */ candidate) {
    // While our own offer waits for its answer, their candidate may belong to that answer.
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
      // Overtaken by theirs, or closed. If an offer is still needed in the stable state, the browser fires again.
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

  async #add(/** @type {RTCIceCandidateInit} */ candidate) {
    try {
      await this.#pc.addIceCandidate(candidate);
    } catch {
      // It is malformed, or of an offer that was rolled back; the others still count.
    }
  }
}
