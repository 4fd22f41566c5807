/** Over their picture while it is blurred: why, and what can be done. */
export function Veil({ why, onShow, onAnyway, onReport, onNext }) {
  return (
    <div className="veil" role="status" data-why={why || undefined}>
      {why === "hit" ? (
        <>
          <p className="veil-why">This may be nudity.</p>
          <p>Your own device saw it, nobody else. You owe them nothing.</p>
          <div className="veil-row">
            <button type="button" className="veil-lift" onClick={onNext}>Next</button>
            <button type="button" className="veil-lift" onClick={onReport}>Report</button>
            <button type="button" className="veil-anyway" onClick={onAnyway}>Show anyway</button>
          </div>
        </>
      ) : why === "checking" ? (
        <p>One moment, your device looks first.</p>
      ) : (
        <>
          <button type="button" className="veil-lift" onClick={onShow}>Show</button>
          <p>Their picture is blurred until you show it.</p>
        </>
      )}
    </div>
  );
}
