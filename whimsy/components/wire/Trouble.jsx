/** The result of `diagnosis`; for a page at the wrong address, with a link to the right one. */
export function Trouble({ trouble }) {
  return (
    <p className="banner trouble">
      {trouble.sentence} {trouble.home && <a href={trouble.home}>Open {trouble.home}</a>}
    </p>
  );
}
