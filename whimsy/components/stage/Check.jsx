import { useEffect, useState } from "react";

/** A choice with a hint beneath it. */
export function Check({ word, hint, on, onChange }) {
  // Kept here, as the choice would jump back until the server has answered.
  const [chosen, setChosen] = useState(on);
  useEffect(() => setChosen(on), [on]);
  const choose = ({ target }) => {
    setChosen(target.checked);
    onChange(target.checked);
  };
  return (
    <label className="check">
      <input type="checkbox" checked={chosen} onChange={choose} />
      <span>
        {word}
        <small>{hint}</small>
      </span>
    </label>
  );
}
