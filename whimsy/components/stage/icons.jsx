// Icons of 20 by 20, in the colour of the text beside them.

const PATHS = {
  mic: "M10 3a2.5 2.5 0 0 0-2.5 2.5v4a2.5 2.5 0 0 0 5 0v-4A2.5 2.5 0 0 0 10 3zM5 9.5a5 5 0 0 0 10 0M10 14.5V17",
  camera:
    "M3 6.5A1.5 1.5 0 0 1 4.5 5h7A1.5 1.5 0 0 1 13 6.5v7a1.5 1.5 0 0 1-1.5 1.5h-7A1.5 1.5 0 0 1 3 13.5zM13 9l4-2.5v7L13 11",
  share:
    "M3 5.5A1.5 1.5 0 0 1 4.5 4h11A1.5 1.5 0 0 1 17 5.5v7a1.5 1.5 0 0 1-1.5 1.5h-11A1.5 1.5 0 0 1 3 12.5zM7.5 17h5M10 11.5V7M8 8.7 10 6.8l2 1.9",
  full: "M4 8V4h4M12 4h4v4M16 12v4h-4M8 16H4v-4",
  pip: "M3 5.5A1.5 1.5 0 0 1 4.5 4h11A1.5 1.5 0 0 1 17 5.5v9a1.5 1.5 0 0 1-1.5 1.5h-11A1.5 1.5 0 0 1 3 14.5zM10 10.5h4.5V14H10z",
  flip: "M4 8a6.2 6.2 0 0 1 11.3-1.8M16 3.5v3.2h-3.2M16 12a6.2 6.2 0 0 1-11.3 1.8M4 16.500v-3.200h3.2",
  more: "M4.5 10h.01M10 10h.01M15.5 10h.01",
  dice: "M5.5 3.5h9a2 2 0 0 1 2 2v9a2 2 0 0 1-2 2h-9a2 2 0 0 1-2-2v-9a2 2 0 0 1 2-2zM7.2 7.2h.01M12.8 7.2h.01M10 10h.01M7.2 12.8h.01M12.8 12.8h.01",
  smile: "M10 3a7 7 0 1 0 0 14 7 7 0 0 0 0-14zM7.5 8.2h.01M12.5 8.2h.01M7 12a3.6 3.6 0 0 0 6 0",
  send: "M10 16V4M4.5 9.5 10 4l5.5 5.5",
};
const BOLD = { more: 2.6, send: 2.2 };
const ROUND = { fill: "none", stroke: "currentColor", strokeLinecap: "round", strokeLinejoin: "round" };

/** One of the icons; `off` draws a line across it. */
export function Icon({ name, off, size = 20 }) {
  return (
    <svg viewBox="0 0 20 20" width={size} height={size} {...ROUND} strokeWidth={BOLD[name] ?? 1.7} aria-hidden="true">
      <path d={PATHS[name]} />
      {off && <path d="M4 3.500l12.5 13" />}
    </svg>
  );
}
