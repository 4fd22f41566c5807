// What the senders of a connection send, and how much of it.

export const MAX_BITRATE = 600_000; // more is not visible in a picture of this size, and a relay pays for it
export const MAX_FRAMERATE = 24;
export const MAX_SCREEN_BITRATE = 1_200_000; // text must stay readable
export const COARSE = 24; // a picture of 640 × 480 is sent as 26 × 20 dots, in which nobody is recognized

/** @type {WeakMap<RTCRtpSender, { track: MediaStreamTrack | null, coarse: boolean }>} */
const wanted = new WeakMap();

/**
 * Limit the bit rate, frame rate and size of a video sender; resolves to whether the browser did.
 * @param {RTCRtpSender} sender
 */
export async function cap(sender) {
  try {
    const settings = sender.getParameters();
    const encodings = settings.encodings?.length ? settings.encodings : [{}];
    const screen = sender.track?.contentHint === "detail";
    const limits = { maxBitrate: screen ? MAX_SCREEN_BITRATE : MAX_BITRATE, maxFramerate: MAX_FRAMERATE };
    const scaleResolutionDownBy = wanted.get(sender)?.coarse ? COARSE : 1;
    const degradationPreference = screen ? "maintain-resolution" : "balanced";
    const capped = encodings.map((encoding) => ({ ...encoding, ...limits, scaleResolutionDownBy }));
    await sender.setParameters({ ...settings, encodings: capped, degradationPreference });
    return true;
  } catch {
    return false; // the call works without a limit
  }
}

/**
 * Send this track, or nothing. coarse: so small that nobody is recognized; where the browser cannot do that, nothing.
 * @param {RTCRtpSender | undefined} sender
 * @param {MediaStreamTrack | null} track
 */
export async function put(sender, track, { coarse = false } = {}) {
  if (!sender) return;
  const want = { track, coarse };
  wanted.set(sender, want);
  try {
    // Before the track, so that not one clear frame is sent.
    const able = !(track && coarse) || (await cap(sender));
    if (wanted.get(sender) !== want) return; // something else is wanted since
    await sender.replaceTrack(able ? track : null);
    if (track?.kind === "video") await cap(sender);
  } catch {
    // The connection is closed. The next one gets the track when its senders are attached.
  }
}
