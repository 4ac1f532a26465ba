// Starts the design system's pieces. Every page works without this file.
import { initAll } from "../vendor/govuk-frontend.min.js";
import { submitOnce } from "./submit-once.js";

document.body.classList.add("js-enabled", "govuk-frontend-supported");
initAll();
submitOnce(document);
