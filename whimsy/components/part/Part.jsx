import { useEffect, useSyncExternalStore } from "react";
import { Button } from "$/whimsy/button/Button.jsx";

/** The component `name` of a fetched file; `silent` where another component of the file shows that `word` failed. */
export function part(file, name, { silent = false, word = "Video" } = {}) {
  return function Part(props) {
    const { module, failed } = useSyncExternalStore(file.subscribe, file.snapshot, file.snapshot);
    useEffect(() => void file.fetch(), []);
    if (module) {
      const Shown = module[name];
      return <Shown {...props} />;
    }
    return failed && !silent ? <Missing key={failed} word={word} again={failed > 1} onRetry={file.fetch} /> : null;
  };
}

/** Shown in its place. After a second failure a reload is offered, as some browsers cache a failed import. */
function Missing({ word, again, onRetry }) {
  return (
    <div className="call-problem" role="alert">
      <p>
        <b>{word} could not be loaded.</b>{" "}
        {again ? "Load this page anew: your chat stays." : "Is your connection there?"}
      </p>
      <Button word="Try again" onClick={onRetry} />
      {again && <Button word="Load anew" onClick={() => window.location.reload()} />}
    </div>
  );
}
