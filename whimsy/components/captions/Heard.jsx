import { useCaptions } from "./captions.js";

/** The stranger's captions. */
export function Heard() {
  const { heard } = useCaptions();
  if (!heard.length) return null;
  return (
    <div className="captions" role="status">
      <p className="captions-by">Captions, by their browser</p>
      {heard.map(({ n, text }) => (
        <p key={n} dir="auto">
          {text}
        </p>
      ))}
    </div>
  );
}
