import { fetched } from "$/public/external/whimsy/components/part/part/fetched.js";
import { part } from "$/public/external/whimsy/components/part/part/Part.jsx";

const file = fetched(() => import("./Call.jsx"));

/** The stage, fetched when it is first shown: who only writes never gets it. Props as in Call.jsx. */
export const Call = part(file, "Call");
