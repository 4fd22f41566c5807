// How loud the own microphone is, 0 to 1, a few times a second.

const EVERY_MS = 80;

/**
 * Calls `tell(level)` until the returned function is called; returns null where this browser cannot measure it: no
 * audio, too many contexts, a microphone at another rate than the context's. A meter is never worth the page.
 */
export function listen(stream, tell, Context = window.AudioContext) {
  if (!Context || !stream?.getAudioTracks().length) return null;
  let context = null;
  try {
    context = new Context();
    const analyser = context.createAnalyser();
    analyser.fftSize = 512;
    context.createMediaStreamSource(stream).connect(analyser);
    context.resume?.().catch(() => {}); // then it measures silence
    return measure(context, analyser, tell);
  } catch {
    shut(context);
    return null;
  }
}

function measure(context, analyser, tell) {
  const samples = new Float32Array(analyser.fftSize);
  const timer = setInterval(() => {
    analyser.getFloatTimeDomainData(samples);
    tell(loudness(samples));
  }, EVERY_MS);
  return () => {
    clearInterval(timer);
    shut(context);
  };
}

function shut(context) {
  context?.close().catch(() => {}); // it is closed already
}

/** Speech lies between -60 and -10 dB: that range fills the meter. */
export function loudness(samples) {
  const power = samples.reduce((sum, sample) => sum + sample * sample, 0) / samples.length;
  const decibels = 10 * Math.log10(power || 1e-12);
  return Math.min(1, Math.max(0, (decibels + 60) / 50));
}
