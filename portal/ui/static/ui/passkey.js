// Makes or uses a passkey: puts the server's question to the browser and sends the answer with the page's form.
const part = document.querySelector("[data-passkey]");
const answer = document.querySelector('main input[name="credential"]');
const { form } = answer;
const making = part.dataset.passkey === "create";
let asking = false;

const bytes = (text) => Uint8Array.from(atob(text.replaceAll("-", "+").replaceAll("_", "/")), (one) => one.charCodeAt(0));
const text = (buffer) =>
  btoa(String.fromCharCode(...new Uint8Array(buffer))).replaceAll("+", "-").replaceAll("/", "_").replaceAll("=", "");

// The question, with its texts as the bytes that they stand for.
function question() {
  const { publicKey } = JSON.parse(part.dataset.question);
  publicKey.challenge = bytes(publicKey.challenge);
  if (making) {
    publicKey.user.id = bytes(publicKey.user.id);
  }
  for (const known of publicKey.excludeCredentials ?? publicKey.allowCredentials ?? []) {
    known.id = bytes(known.id);
  }
  return { publicKey };
}

function written({ id, rawId, type, response }) {
  const said = {};
  for (const name of ["clientDataJSON", "attestationObject", "authenticatorData", "signature", "userHandle"]) {
    if (response[name]) {
      said[name] = text(response[name]);
    }
  }
  return JSON.stringify({ id, rawId: text(rawId), type, response: said });
}

function say(what) {
  for (const words of part.querySelectorAll("[data-when]")) {
    words.hidden = words.dataset.when !== what;
  }
}

async function ask() {
  if (asking) {
    return;
  }
  asking = true;
  say("");
  try {
    const asked = question();
    answer.value = written(await (making ? navigator.credentials.create(asked) : navigator.credentials.get(asked)));
    form.submit();
  } catch (error) {
    asking = false;
    say({ InvalidStateError: "known", NotAllowedError: "stopped" }[error.name] ?? "impossible");
  }
}

part.querySelector("[data-passkey-without]").hidden = true;
if (window.PublicKeyCredential) {
  const button = part.querySelector("[data-passkey-button]");
  button.hidden = false;
  if (making) {
    // Without a name the form is sent as it is, and comes back asking for one.
    form.addEventListener("submit", (event) => {
      if (form.elements.name.value.trim()) {
        event.preventDefault();
        ask();
      }
    });
  } else {
    button.addEventListener("click", ask);
  }
} else {
  say("impossible");
}
