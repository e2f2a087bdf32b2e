// Making a passkey, and signing in with one. The page holds a form with the addresses to ask and to
// answer; where the browser knows no passkeys, it says so and the other ways remain.
"use strict";
(() => {
  const form = document.querySelector("form[data-passkey]");
  if (!form) return;
  const words = form.querySelector("[data-passkey-words]");
  const button = form.querySelector("button");
  const say = (text) => { words.textContent = text; words.hidden = !text; };

  const bytes = (text) =>
    Uint8Array.from(atob(text.replaceAll("-", "+").replaceAll("_", "/")), (each) => each.charCodeAt(0));
  const text = (buffer) =>
    btoa(String.fromCharCode(...new Uint8Array(buffer)))
      .replaceAll("+", "-").replaceAll("/", "_").replaceAll("=", "");
  const keys = (list) => (list ?? []).map((key) => ({ ...key, id: bytes(key.id) }));

  async function send(address, body) {
    const token = form.querySelector("[name=csrfmiddlewaretoken]").value;
    const answer = await fetch(address, {
      method: "POST",
      headers: { "Content-Type": "application/json", "X-CSRFToken": token },
      body: JSON.stringify(body),
    });
    const sent = await answer.json().catch(() => ({}));
    if (!answer.ok) throw new Error(sent.message ?? form.dataset.failed);
    return sent;
  }

  async function make(asked) {
    const made = await navigator.credentials.create({
      publicKey: {
        ...asked,
        challenge: bytes(asked.challenge),
        user: { ...asked.user, id: bytes(asked.user.id) },
        excludeCredentials: keys(asked.excludeCredentials),
      },
    });
    return {
      id: made.id,
      rawId: text(made.rawId),
      type: made.type,
      name: form.elements.namedItem("name")?.value ?? "",
      clientExtensionResults: made.getClientExtensionResults(),
      response: {
        clientDataJSON: text(made.response.clientDataJSON),
        attestationObject: text(made.response.attestationObject),
        transports: made.response.getTransports?.() ?? [],
      },
    };
  }

  async function show(asked) {
    const shown = await navigator.credentials.get({
      publicKey: {
        ...asked,
        challenge: bytes(asked.challenge),
        allowCredentials: keys(asked.allowCredentials),
      },
    });
    return {
      id: shown.id,
      rawId: text(shown.rawId),
      type: shown.type,
      clientExtensionResults: shown.getClientExtensionResults(),
      response: {
        clientDataJSON: text(shown.response.clientDataJSON),
        authenticatorData: text(shown.response.authenticatorData),
        signature: text(shown.response.signature),
        userHandle: shown.response.userHandle ? text(shown.response.userHandle) : null,
      },
    };
  }

  if (!window.PublicKeyCredential) {
    say(form.dataset.unknown);
    return;
  }
  button.disabled = false;
  form.addEventListener("submit", async (event) => {
    event.preventDefault();
    say("");
    button.disabled = true;
    try {
      const asked = await send(form.dataset.ask, {});
      const answer = await (form.dataset.passkey === "make" ? make(asked) : show(asked));
      window.location.assign((await send(form.action, answer)).next);
    } catch (error) {
      // A closed window of the browser's own is no fault, and its words are not for people.
      say(error instanceof DOMException ? form.dataset.failed : error.message);
      button.disabled = false;
    }
  });
})();
