import { fetched } from "$/whimsy/part/fetched.js";
import { part } from "$/whimsy/part/Part.jsx";

const file = fetched(() => import("./Call.jsx"));

/** The stage, fetched when it is first shown: who only writes never gets it. Props as in Call.jsx. */
export const Call = part(file, "Call");
