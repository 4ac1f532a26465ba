// Says two minutes before that the sign-in ends, and hands in what was typed when it has. Only the server knows the
// time: another tab may have used it, and a sleeping computer counts none.
const dialog = document.getElementById("timeout");
const WARN_BEFORE = 120;
let waiting;

async function timeLeft() {
  const answer = await fetch(dialog.dataset.left, { redirect: "manual" });
  if (answer.type === "opaqueredirect") {
    leave(); // signed out elsewhere
  }
  return answer.json();
}

async function look() {
  clearTimeout(waiting);
  let left;
  try {
    left = await timeLeft();
  } catch {
    // No network: ask again.
    waiting = setTimeout(look, 60_000);
    return;
  }
  if (left.seconds <= 0) {
    await handIn();
  } else if (left.seconds <= WARN_BEFORE) {
    warn(left);
    waiting = setTimeout(look, (left.seconds + 1) * 1000);
  } else {
    dialog.close();
    waiting = setTimeout(look, (left.seconds - WARN_BEFORE) * 1000);
  }
}

function warn(left) {
  const over = left.at_most <= WARN_BEFORE;
  for (const words of dialog.querySelectorAll("[data-when]")) {
    words.hidden = (words.dataset.when === "over") !== over;
  }
  dialog.querySelector("[data-stay-button]").hidden = over;
  dialog.querySelector("[data-back-button]").hidden = !over;
  if (!dialog.open) {
    dialog.showModal();
  }
}

// The form that was typed into, if any: the server keeps its text and does nothing else with it.
async function handIn() {
  const form = [...document.querySelectorAll('main form[method="post"]')].find(typedInto);
  if (form) {
    await fetch(dialog.dataset.keep, { method: "POST", body: new FormData(form), redirect: "manual" });
  }
  leave();
}

function leave() {
  const back = encodeURIComponent(location.pathname + location.search);
  location.replace(`${dialog.dataset.signIn}?next=${back}`);
}

function typedInto(form) {
  return [...form.elements].some((field) => field.type !== "hidden" && "defaultValue" in field && field.value !== field.defaultValue);
}

async function stay() {
  if ((await timeLeft()).seconds <= 0) {
    await handIn();
    return;
  }
  const token = document.querySelector("input[name=csrfmiddlewaretoken]").value;
  await fetch(dialog.dataset.stay, { method: "POST", headers: { "X-CSRFToken": token }, redirect: "manual" });
  await look();
}

if (dialog) {
  dialog.querySelector("[data-stay-button]").addEventListener("click", stay);
  dialog.querySelector("[data-back-button]").addEventListener("click", () => dialog.close());
  // Escape is an answer too: whoever presses it is here.
  dialog.addEventListener("cancel", (event) => {
    if (!dialog.querySelector("[data-stay-button]").hidden) {
      event.preventDefault();
      stay();
    }
  });
  document.addEventListener("visibilitychange", () => document.visibilityState === "visible" && look());
  look();
}
