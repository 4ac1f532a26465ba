// An open conversation: what is written arrives without a reload. The page works the same without this file, and
// whatever goes wrong here ends in the ordinary form, whose client id makes it the same message.
const ASK_EVERY = 30_000;
const WAIT_FOR_ANSWER = 8_000;
const LONGEST_WAIT = 30_000;
const [SIGNED_OUT, NOT_THERE, TOO_MANY] = [4401, 4404, 4429];

const list = document.querySelector("[data-talk]");
const form = document.querySelector("[data-talk-form]");
const said = document.querySelector("[data-said]");
let last = Number(list.dataset.last);
let tries = 0;
let socket;
let waits;
let onItsWay = "";

function say(words) {
  if (said) {
    said.textContent = words;
  }
}

function send(frame) {
  if (socket?.readyState === WebSocket.OPEN) {
    socket.send(JSON.stringify(frame));
    return true;
  }
  return false;
}

function ask(after = last) {
  send({ type: "since", number: after });
}

function readSoFar() {
  if (document.visibilityState === "visible") {
    send({ type: "read", number: last });
  }
}

function standing(number) {
  return list.querySelector(`[data-number="${Number(number)}"]`);
}

// Escaped and drawn by the server, as the page itself is; what is parsed so runs nothing.
function drawn(html) {
  return new DOMParser().parseFromString(html, "text/html").body.firstElementChild;
}

function show({ after, last: until, lines, more }) {
  const there = new Set(lines.map((line) => line.number));
  for (const old of list.querySelectorAll("[data-number]")) {
    const number = Number(old.dataset.number);
    if (number > after && number <= until && !there.has(number)) {
      old.remove();
    }
  }
  if (lines.length) {
    list.querySelector("[data-nothing]")?.remove();
  }
  for (const { number, html } of lines) {
    const old = standing(number);
    if (old) {
      old.replaceWith(drawn(html));
    } else {
      const next = [...list.querySelectorAll("[data-number]")].find((one) => Number(one.dataset.number) > number);
      list.insertBefore(drawn(html), next ?? null);
    }
  }
  const isNew = until > last;
  last = Math.max(last, until);
  if (more) {
    ask();
  } else if (isNew) {
    readSoFar();
  }
}

function sent({ client_id: id, number, held }) {
  if (!form || id !== form.elements.client_id.value) {
    return;
  }
  clearTimeout(waits);
  delete form.dataset.sent;
  if (held) {
    location.reload();
    return;
  }
  // What was typed while it was on its way stays.
  if (form.elements.text.value === onItsWay) {
    form.elements.text.value = "";
  }
  form.elements.client_id.value = crypto.randomUUID();
  say("");
  ask(Math.min(last, number - 1));
}

function refused({ client_id: id, words }) {
  if (form && id === form.elements.client_id.value) {
    clearTimeout(waits);
    delete form.dataset.sent;
    say(words);
    form.elements.text.focus();
  }
}

const HEARD = {
  lines: show,
  sent,
  refused,
  news: ({ number }) => ask(Math.min(last, number - 1)),
};

function connect() {
  const scheme = location.protocol === "https:" ? "wss:" : "ws:";
  socket = new WebSocket(`${scheme}//${location.host}${list.dataset.talk}`);
  socket.addEventListener("open", () => {
    tries = 0;
    say("");
    // From the first line that is drawn: what was taken back or read meanwhile looks different now.
    const first = list.querySelector("[data-number]");
    ask(first ? Number(first.dataset.number) - 1 : 0);
    readSoFar();
  });
  socket.addEventListener("message", (event) => {
    const frame = JSON.parse(event.data);
    HEARD[frame.type]?.(frame);
  });
  socket.addEventListener("close", ({ code }) => {
    if (code === SIGNED_OUT || code === NOT_THERE) {
      // Whoever may not read on sees what the page says of it; what was typed is kept already.
      location.reload();
      return;
    }
    tries = code === TOO_MANY ? 5 : tries + 1;
    if (tries > 1) {
      say(said?.dataset.offline ?? "");
    }
    setTimeout(connect, Math.min(LONGEST_WAIT, 500 * 2 ** tries) * (0.5 + Math.random() / 2));
  });
}

form?.addEventListener(
  "submit",
  (event) => {
    if (event.submitter?.name || !form.elements.text.value.trim() || form.dataset.plain) {
      return;
    }
    const frame = { type: "send", client_id: form.elements.client_id.value, text: form.elements.text.value };
    if (!send(frame)) {
      return;
    }
    event.preventDefault();
    onItsWay = frame.text;
    clearTimeout(waits);
    // No answer in time: the form goes the ordinary way. Sent twice it is one message.
    waits = setTimeout(() => {
      form.dataset.plain = "yes";
      delete form.dataset.sent;
      form.requestSubmit();
    }, WAIT_FOR_ANSWER);
  },
);
document.addEventListener("visibilitychange", readSoFar);
setInterval(() => ask(), ASK_EVERY);
connect();
