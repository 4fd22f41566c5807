// Measures the level of the own microphone, from 0 to 1, every 80 ms.

const EVERY_MS = 80;

/**
 * Calls `tell(level)` until the returned function is called; returns null where it cannot be measured: without audio,
 * with too many contexts, or at another sample rate than the context's.
 */
export function listen(stream, tell, Context = window.AudioContext) {
  if (!Context || !stream?.getAudioTracks().length) return null;
  let context = null;
  try {
    context = new Context();
    const analyser = context.createAnalyser();
    analyser.fftSize = 512;
    context.createMediaStreamSource(stream).connect(analyser);
    context.resume?.().catch(() => {}); // without it silence is measured
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
  context?.close().catch(() => {}); // closed already
}

/** The level of samples. The scale is from -60 to -10 dB, the range of speech. */
export function loudness(samples) {
  const power = samples.reduce((sum, sample) => sum + sample * sample, 0) / samples.length;
  const decibels = 10 * Math.log10(power || 1e-12);
  return Math.min(1, Math.max(0, (decibels + 60) / 50));
}
