/**
 * A changing text in an element of its own. Props: text.
 *
 * A page translation replaces text nodes, and React goes on writing into the detached ones. But the only text of an
 * element React sets as a whole, whatever is in the element by then.
 */
export function Words({ text }) {
  return <span>{text ?? ""}</span>;
}
