// Restores a call that does not connect or lost its connection: ICE restarts, then a rebuild, then the phase
// "unavailable". It is given the states of the connection, and tells phases.

export const UNSTEADY_MS = 1_500; // a shorter gap is not shown
export const RESTART_MS = 3_000; // some browsers are disconnected for a moment during a negotiation
export const PATIENCE_MS = 15_000;
export const PAUSES_MS = [2_000, 5_000, 8_000]; // after the first, second and third restart
export const REBUILD_MS = 10_000;

export const REASONS = {
  silent: "They have not joined yet.",
  blocked: "No way was found between your two networks. Still trying; you can go on in text.",
  lost: "The connection was lost. Still trying; you can go on in text.",
  gone: "Calls do not work between your two networks. You can go on in text.",
};

const RANKS = ["connected", "connecting", "disconnected", "failed"];
const RANK_OF = { completed: "connected", new: "connecting", checking: "connecting" };

/** The worse of the two states, as some browsers report `failed` in only one of them. */
export function worse({ connectionState, iceConnectionState }) {
  const rank = (state) => RANKS.indexOf(RANK_OF[state] ?? state);
  return RANKS[Math.max(rank(connectionState), rank(iceConnectionState), 0)];
}

export class Survival {
  #clock;
  #act;
  #timers = new Map();
  #state = "connecting";
  #phase = "starting";
  #joined = false;
  #lived = false;
  #tries = 0;

  /**
   * `tell(phase, code)` shows the phase, `knock()` signals to the other side until it joins, `restart()` restarts ICE,
   * `rebuild()` asks for a new connection and returns false when that was asked too often.
   */
  constructor({ clock, tell, knock, restart, rebuild }) {
    this.#clock = clock;
    this.#act = { tell, knock, restart, rebuild };
    this.#watch();
  }

  /** The other side has joined, so from now on a connection is expected. */
  join() {
    if (this.#joined) return;
    this.#joined = true;
    this.#phase = "starting";
    this.#cancel("watch");
    this.#watch();
    this.#tell("connecting");
  }

  heard(state) {
    if (state === this.#state) return;
    this.#state = state;
    if (state === "connected") return this.#live();
    this.#watch();
    if (state === "failed") this.#failed();
    if (state === "disconnected") this.#disconnected();
    // "connecting" changes nothing: an attempt under way goes on.
  }

  /** Another network, or the channel of signals is back: try at once, and count attempts anew. */
  networkChanged() {
    if (this.#state === "connected") return;
    this.#tries = 0;
    this.#try();
  }

  close() {
    for (const name of [...this.#timers.keys()]) this.#cancel(name);
    this.#act.tell = this.#act.knock = this.#act.restart = this.#act.rebuild = () => false;
  }

  #live() {
    for (const name of [...this.#timers.keys()]) this.#cancel(name);
    this.#tries = 0;
    this.#joined = this.#lived = true;
    this.#tell("live");
  }

  #disconnected() {
    if (this.#lived) this.#wait("unsteady", UNSTEADY_MS, () => this.#tell("unsteady"));
    this.#wait("restart", RESTART_MS, () => this.#try());
  }

  #failed() {
    if (this.#lived) this.#tell("unsteady");
    if (!this.#tries) this.#try();
  }

  #watch() {
    this.#wait("watch", PATIENCE_MS, () => {
      this.#tell("unavailable", this.#lived ? "lost" : this.#joined ? "blocked" : "silent");
      if (!this.#timers.has("restart")) this.#try();
      if (!this.#joined) this.#watch();
    });
  }

  #try() {
    if (!this.#joined) return this.#act.knock();
    this.#cancel("restart");
    if (this.#tries < PAUSES_MS.length) {
      this.#wait("restart", PAUSES_MS[this.#tries], () => this.#try());
      this.#tries += 1;
      this.#act.restart();
    } else if (this.#act.rebuild()) {
      this.#wait("restart", REBUILD_MS, () => this.#try());
    } else {
      this.#tell("unavailable", "gone");
    }
  }

  /** After "unavailable" only "live" or another reason is told, as a visitor need not see every attempt. */
  #tell(phase, code = "") {
    if (this.#phase === "unavailable" && !["unavailable", "live"].includes(phase)) return;
    this.#phase = phase;
    this.#act.tell(phase, code);
  }

  #wait(name, ms, then) {
    if (this.#timers.has(name)) return;
    const cancel = this.#clock.after(ms, () => {
      this.#timers.delete(name);
      then();
    });
    this.#timers.set(name, cancel);
  }

  #cancel(name) {
    this.#timers.get(name)?.();
    this.#timers.delete(name);
  }
}
