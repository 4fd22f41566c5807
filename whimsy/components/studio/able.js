// Whether this browser can be in a call at all. Some have calls taken out: Tor Browser, Lockdown Mode, an extension,
// a setting. Nothing here may be named bare: a name that is not there is an error where it stands.

/** What stands in the way, {code, sentence, way}, or null. `page` is the window. */
export function lacking(page) {
  if (!page.RTCPeerConnection || !page.MediaStream) {
    return {
      code: "calls",
      sentence: "This browser has no video calls.",
      way: "They may be switched off by a strict setting, Lockdown Mode or an extension. Text works as ever.",
    };
  }
  if (page.navigator.mediaDevices?.getUserMedia) return null;
  if (page.isSecureContext === false) {
    return {
      code: "insecure",
      sentence: "Video needs a safe address.",
      way: "Open Whimsy at an https address. Text works here.",
    };
  }
  return {
    code: "cameras",
    sentence: "This browser keeps cameras from every page.",
    way: "A strict setting or an extension may do that. Text works as ever.",
  };
}
