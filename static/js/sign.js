// The pad of a form to sign, where no slip is kept on the phone: behind a link, and on the portal.
import { connectPads } from "./slip-pad.js";

connectPads(document);
