// A phone in the hand trembles shortly when somebody was found.

const MS = 30;

/** Whether somebody was found between two looks at the page, which were not the first after loading it. */
export function isFound(before, { phase, room }) {
  return phase === "chatting" && room !== before.room && !["", "loading"].includes(before.phase);
}

/** A browser refuses it before the first tap, and says so on its console, so it is not asked before. */
export function tremble(device = navigator) {
  if (device.userActivation?.hasBeenActive) device.vibrate?.(MS);
}
