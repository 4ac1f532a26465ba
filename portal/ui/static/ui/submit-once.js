// A form is sent once: a second press while the first is on its way does nothing.
export function submitOnce(root) {
  const forms = root.querySelectorAll("form[data-submit-once]");
  for (const form of forms) {
    form.addEventListener("submit", (event) => {
      if (form.dataset.sent) {
        event.preventDefault();
      }
      form.dataset.sent = "true";
    });
  }
  // A page that comes back from the browser's memory may be sent again.
  window.addEventListener("pageshow", () => {
    for (const form of forms) {
      delete form.dataset.sent;
    }
  });
}
