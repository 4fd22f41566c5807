/**
 * Text that changes, alone in an element of its own. Props: text.
 *
 * A page translation takes text nodes out and puts others in their place. React would go on writing into the one it
 * made, seen by nobody; the only text of an element it replaces whole, whatever stands there by then.
 */
export function Words({ text }) {
  return <span>{text ?? ""}</span>;
}
