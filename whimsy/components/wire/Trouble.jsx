/** What is in the way, in a sentence; of a page at the wrong address, with the right one. */
export function Trouble({ trouble }) {
  return (
    <p className="banner trouble">
      {trouble.sentence} {trouble.home && <a href={trouble.home}>Open {trouble.home}</a>}
    </p>
  );
}
