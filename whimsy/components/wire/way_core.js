// What to tell somebody whose page does not reach the server. The page, the clock and the answer are given.
/** @typedef {{ status: number, body: string }} Answer */

/** So long a page may try before a word about it: most that will come are there by then. */
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
 * What is in the way: `online` as the browser thinks, `answer` what the server said when asked ({status, body}), null
 * if it said nothing, `connected` whether the live connection stands all the same. Returns {code, sentence, home},
 * home the right address where this is the wrong one.
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

/** The server's own answer; null for anybody else's. @param {string | undefined} body */
function read(body) {
  try {
    const said = JSON.parse(body ?? "");
    return typeof said?.way === "string" && Object.hasOwn(SENTENCES, said.way) ? said : null;
  } catch {
    return null;
  }
}

/** Whether it is time for a word, and to ask: `since` when it was last well, null when it is. */
export function due({ since, now, asked, every = 3_000 }) {
  return since !== null && now - since >= SPEAK_AFTER_MS && (asked === null || now - asked >= every);
}

/** What a browser that keeps nothing costs, as `forgets` says which of the two storages it lacks; "" for nothing. */
export function forgotten({ localStorage, sessionStorage }) {
  if (sessionStorage)
    return "Your browser keeps nothing for Whimsy. You can chat, but a reload ends your chat, and you will be asked everything again.";
  if (localStorage)
    return "Your browser keeps no choices for Whimsy. You can chat, but next time you will be asked everything again.";
  return "";
}
