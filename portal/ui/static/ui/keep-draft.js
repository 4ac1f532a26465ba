// What is typed is kept at each pause and when the page is left, so that no exit loses it. It goes to the server,
// sealed; nothing stays in the browser.
const PAUSE = 1500;

for (const form of document.querySelectorAll("form[data-keep]")) {
  const said = form.querySelector("[data-kept-words]");
  let timer;
  let kept = true;

  async function keep() {
    clearTimeout(timer);
    if (kept) {
      return;
    }
    kept = true;
    try {
      const answer = await fetch(form.dataset.keep, { method: "POST", body: new FormData(form), keepalive: true });
      said.textContent = answer.status === 204 ? said.dataset.keptWords : "";
    } catch {
      kept = false;
      said.textContent = "";
    }
  }

  function typed() {
    kept = false;
    clearTimeout(timer);
    timer = setTimeout(keep, PAUSE);
  }

  form.addEventListener("input", typed);
  // On a slow line somebody types before this script is there, and a browser puts back what was typed before.
  if ([...form.querySelectorAll("textarea")].some((box) => box.value !== box.defaultValue)) {
    typed();
  }
  document.addEventListener("visibilitychange", () => {
    if (document.visibilityState === "hidden") {
      keep();
    }
  });
  window.addEventListener("pagehide", keep);
  form.addEventListener("submit", () => {
    clearTimeout(timer);
    kept = true;
  });
}
