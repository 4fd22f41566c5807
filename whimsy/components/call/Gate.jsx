import { fetched } from "$/whimsy/part/fetched.js";
import { part } from "$/whimsy/part/Part.jsx";

const file = fetched(() => import("./Call.jsx"));

/** The stage, loaded when it is first shown, so that text chats never load it. Props as in Call.jsx. */
export const Call = part(file, "Call");
