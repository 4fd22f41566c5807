// Measures a call by two successive results of getStats.

const STILL = { rtt_ms: 0, loss_pct: 0, kbps_in: 0, kbps_out: 0, fps: 0, width: 0, height: 0 };
/** @typedef {Map<string, any>} Stats */
/** @typedef {Record<"rtt_ms" | "loss_pct" | "kbps_in" | "kbps_out" | "fps" | "width" | "height", number>} Measured */
/** @typedef {Measured & Record<"path" | "word" | "sentence", string>} Numbers */
const NOTHING = { ...STILL, path: "", word: "", sentence: "" };
const SENTENCES = {
  good: "The connection is good.",
  fair: "The connection is a little slow.",
  poor: "The connection is poor. Picture and sound may stop at times.",
};

/** Numbers and words from two snapshots (arrays or maps of stats); NOTHING without a candidate pair in use. */
export function quality(before, now) {
  const [old, fresh] = [index(before), index(now)];
  const pair = selected(fresh);
  if (!pair) return NOTHING;
  const sum = (name, type) => delta(old, fresh, name, type);
  const received = sum("packetsReceived", "inbound-rtp");
  const lost = Math.max(0, sum("packetsLost", "inbound-rtp"));
  const picture = of(fresh, "inbound-rtp").find(({ kind }) => kind === "video") ?? {};
  const numbers = {
    rtt_ms: Math.round(1_000 * (pair.currentRoundTripTime ?? remoteTrip(fresh))),
    loss_pct: received + lost ? Math.round((1_000 * lost) / (received + lost)) / 10 : 0,
    kbps_in: rate(sum("bytesReceived", "inbound-rtp"), old, fresh),
    kbps_out: rate(sum("bytesSent", "outbound-rtp"), old, fresh),
    fps: Math.round(picture.framesPerSecond ?? 0),
    width: picture.frameWidth ?? 0,
    height: picture.frameHeight ?? 0,
  };
  const word = old.size ? judge(numbers) : "";
  return { ...numbers, path: path(fresh, pair), word, sentence: SENTENCES[word] ?? "" };
}

/** By loss, delay and frame rate: the worst of them counts. */
function judge(/** @type {Measured} */ { loss_pct, rtt_ms, fps, kbps_in }) {
  const stutters = fps > 0 && kbps_in > 0 ? fps : Infinity; // no picture at all: the camera is off
  if (loss_pct >= 8 || rtt_ms >= 600 || stutters < 5) return "poor";
  if (loss_pct >= 2 || rtt_ms >= 250 || stutters < 12) return "fair";
  return "good";
}

function index(snapshot) {
  const all = Array.isArray(snapshot) ? snapshot : [...(snapshot?.values() ?? [])];
  return new Map(all.map((each) => [each.id, each]));
}

function of(/** @type {Stats} */ stats, /** @type {string} */ type) {
  return [...stats.values()].filter((each) => each.type === type);
}

function selected(/** @type {Stats} */ stats) {
  const [transport] = of(stats, "transport");
  const named = stats.get(transport?.selectedCandidatePairId);
  // Firefox has no transport; there the pair itself has a mark.
  return named ?? of(stats, "candidate-pair").find(inUse);
}

function inUse(pair) {
  return pair.selected || (pair.nominated && pair.state === "succeeded");
}

function path(/** @type {Stats} */ stats, /** @type {any} */ pair) {
  const ends = [stats.get(pair.localCandidateId), stats.get(pair.remoteCandidateId)].filter(Boolean);
  if (!ends.length) return "";
  return ends.some(({ candidateType }) => candidateType === "relay") ? "relay" : "direct";
}

function remoteTrip(/** @type {Stats} */ stats) {
  return Math.max(0, ...of(stats, "remote-inbound-rtp").map(({ roundTripTime }) => roundTripTime ?? 0));
}

/** How much a counter grew over all streams, new ones included. One that was reset counts as 0. */
function delta(old, fresh, name, type) {
  const grown = of(fresh, type).map((each) => (each[name] ?? 0) - (old.get(each.id)?.[name] ?? 0));
  return grown.reduce((total, each) => total + Math.max(0, each), 0);
}

function rate(/** @type {number} */ bytes, /** @type {Stats} */ old, /** @type {Stats} */ fresh) {
  const ms = latest(fresh) - latest(old);
  return old.size && ms > 0 ? Math.round((8 * bytes) / ms) : 0;
}

function latest(/** @type {Stats} */ stats) {
  return Math.max(0, ...[...stats.values()].map(({ timestamp }) => timestamp ?? 0));
}
