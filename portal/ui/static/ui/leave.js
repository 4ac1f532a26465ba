// The design system's button, with one change: leaving takes the place of this page in the browser's
// history, so that "back" does not show it.
import { ExitThisPage } from "../vendor/govuk-frontend.min.js";

export class LeaveThisPage extends ExitThisPage {
  static moduleName = "portal-leave";

  // The button stands outside a dialog that is open, so a dialog has a link of its own.
  constructor(root, config) {
    super(root, config);
    for (const link of document.querySelectorAll("a.portal-leave")) {
      link.addEventListener("click", this.handleClick.bind(this));
    }
  }

  exitPage() {
    const cover = document.createElement("div");
    cover.className = "govuk-exit-this-page-overlay";
    cover.setAttribute("role", "alert");
    cover.textContent = document.title = this.i18n.t("activated");
    document.body.classList.add("govuk-exit-this-page-hide-content");
    document.body.append(cover);
    window.location.replace(this.$button.href);
  }

  // A page out of the browser's memory was left, perhaps for good: ask the server whether it may be shown.
  resetPage(event) {
    if (event.persisted) {
      document.body.classList.add("govuk-exit-this-page-hide-content");
      window.location.reload();
    } else {
      super.resetPage();
    }
  }
}
