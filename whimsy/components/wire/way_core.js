// What to tell a visitor whose page does not reach the server. Clock and answer are passed in.
/** @typedef {{ status: number, body: string }} Answer */

/** Milliseconds before anything is said, as most pages have connected by then. */
export const SPEAK_AFTER_MS = 5_000;

const TRYING = "This page keeps trying by itself.";
const NETWORK = "a company or school network, a VPN, an antivirus or a blocker";

const SENTENCES = {
  offline: "You are offline. Whimsy comes back as soon as your network does.",
  silent: `Whimsy’s server does not answer. It may be restarting, or your network may be in the way. ${TRYING}`,
  foreign: `Something else answers in Whimsy’s place, perhaps the sign-in page of this network. Sign in there first. ${TRYING}`,
  unready: `Whimsy is being restarted, or has trouble of its own. ${TRYING}`,
  full: `Whimsy is full right now. ${TRYING}`,
  too_many: `Too many pages of Whimsy are open from your network. Close those you do not need, or use another network. ${TRYING}`,
  origin: "This page is not at Whimsy’s own address, and its server talks to no other.",
  cut: `Whimsy answers, but a proxy on the way drops the live connection: it does not pass “Upgrade” on. Another network may help. If you run this server, look there. ${TRYING}`,
  free: `Whimsy answers, but its live connection (a WebSocket) does not get through: ${NETWORK} may be in the way. Turn it off for this page, or use another network. ${TRYING}`,
  slow: `Whimsy is there, but takes long to answer. ${TRYING}`,
};

/**
 * Why the server cannot be reached. `online`: as the browser tells; `answer`: to the plain request, {status, body} or
 * null; `connected`: whether the websocket is open all the same. Returns {code, sentence, home}; home is the right
 * address if this is the wrong one.
 * @param {{ online: boolean, answer: Answer | null, connected?: boolean }} of
 */
export function diagnosis({ online, answer, connected = false }) {
  const said = read(answer?.body);
  let code = "silent";
  if (said) code = connected && said.way === "free" ? "slow" : said.way;
  else if (!online) code = "offline";
  else if (answer?.status === 429) code = "too_many";
  else if (answer?.status === 503) code = "unready";
  else if (answer && answer.status < 500 && answer.status !== 404) code = "foreign";
  return { code, sentence: SENTENCES[code], home: code === "origin" ? said.home : "" };
}

/** Parse the server's answer; null if another server sent it. @param {string | undefined} body */
function read(body) {
  try {
    const said = JSON.parse(body ?? "");
    return typeof said?.way === "string" && Object.hasOwn(SENTENCES, said.way) ? said : null;
  } catch {
    return null;
  }
}

/** Whether to ask the server now. `since`: when the trouble began, or null; `asked`: when it was last asked. */
export function due({ since, now, asked, every = 3_000 }) {
  return since !== null && now - since >= SPEAK_AFTER_MS && (asked === null || now - asked >= every);
}

/** The sentence for a browser without one or both storages; "" if it has both. */
export function forgotten({ localStorage, sessionStorage }) {
  if (sessionStorage)
    return "Your browser keeps nothing for Whimsy. You can chat, but a reload ends your chat, and you will be asked everything again.";
  if (localStorage)
    return "Your browser keeps no choices for Whimsy. You can chat, but next time you will be asked everything again.";
  return "";
}
