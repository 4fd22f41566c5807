import { Button } from "$/whimsy/button/Button.jsx";

/** Shown over a blurred picture: why it is blurred, and what the visitor can do. */
export function Veil({ why, onShow, onAnyway, onReport, onNext }) {
  return (
    <div className="veil" role="status" data-why={why || undefined}>
      {why === "hit" ? (
        <>
          <p className="veil-why">This may be nudity.</p>
          <p>Your own device saw it, nobody else. You owe them nothing.</p>
          <div className="veil-row">
            <Button word="Next" className="veil-lift" onClick={onNext} />
            <Button word="Report" className="veil-lift" onClick={onReport} />
            <Button word="Show anyway" className="veil-anyway" onClick={onAnyway} />
          </div>
        </>
      ) : why === "checking" ? (
        <p>One moment, your device looks first. It loads 3 MB for that, once.</p>
      ) : (
        <>
          <Button word="Show" className="veil-lift" onClick={onShow} />
          <p>Their picture is blurred until you show it.</p>
        </>
      )}
    </div>
  );
}
