import { readings } from "./stage_core.js";

/** Delay, loss and speed of the call. */
export function Numbers({ numbers }) {
  return (
    <dl className="numbers">
      {readings(numbers).map(([name, value]) => (
        <div key={name}>
          <dt>{name}</dt>
          <dd>{value}</dd>
        </div>
      ))}
    </dl>
  );
}
