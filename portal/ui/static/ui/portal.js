// Starts the design system's pieces. Every page works without this file.
import { createAll, initAll } from "../vendor/govuk-frontend.min.js";
import { LeaveThisPage } from "./leave.js";
import { submitOnce } from "./submit-once.js";

document.body.classList.add("js-enabled", "govuk-frontend-supported");
// First, so that nothing else can be in its way.
createAll(LeaveThisPage);
initAll();
submitOnce(document);
