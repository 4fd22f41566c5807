// Whether this browser has what a call needs. Tor Browser, Lockdown Mode, extensions and settings remove it. Names are
// looked up on `page`, as a missing global would throw.

/** What is missing, {code, sentence, way}, or null. `page` is the window. */
export function lacking(page) {
  if (!page.RTCPeerConnection || !page.MediaStream) {
    return {
      code: "calls",
      sentence: "This browser has no calls.",
      way: "They may be switched off by a strict setting, Lockdown Mode or an extension. Text works as ever.",
    };
  }
  if (page.navigator.mediaDevices?.getUserMedia) return null;
  if (page.isSecureContext === false) {
    return {
      code: "insecure",
      sentence: "Calls need a safe address.",
      way: "Open Whimsy at an https address. Text works here.",
    };
  }
  return {
    code: "cameras",
    sentence: "This browser keeps cameras and microphones from every page.",
    way: "A strict setting or an extension may do that. Text works as ever.",
  };
}
