// Passkey ceremonies for <form method="post" data-passkey="create|get" data-options-url="…">.
// On submit: POST the form's antiforgery token to the options address, run the ceremony, put the credential's JSON into
// the hidden field [data-passkey-credential], send the form. A refusal shows data-passkey-refused; without scripts or
// without support the form stays hidden ([hidden] is removed here), and the other factors remain.
const toBytes = (text) =>
  Uint8Array.from(atob(text.replaceAll("-", "+").replaceAll("_", "/")), (c) => c.charCodeAt(0));
const toText = (buffer) =>
  btoa(String.fromCharCode(...new Uint8Array(buffer))).replaceAll("+", "-").replaceAll("/", "_").replace(/=+$/, "");

const withBytes = (list) => list?.map((c) => ({ ...c, id: toBytes(c.id) }));

function parseCreation(json) {
  return PublicKeyCredential.parseCreationOptionsFromJSON?.(json) ?? {
    ...json,
    challenge: toBytes(json.challenge),
    user: { ...json.user, id: toBytes(json.user.id) },
    excludeCredentials: withBytes(json.excludeCredentials),
  };
}

function parseRequest(json) {
  return PublicKeyCredential.parseRequestOptionsFromJSON?.(json) ?? {
    ...json,
    challenge: toBytes(json.challenge),
    allowCredentials: withBytes(json.allowCredentials),
  };
}

function toJson(credential) {
  try {
    return JSON.stringify(credential.toJSON());
  } catch {
    // Some password managers answer with an object whose toJSON is missing or throws.
  }
  const { response } = credential;
  const fields = ["clientDataJSON", "attestationObject", "authenticatorData", "signature", "userHandle"];
  const answer = Object.fromEntries(fields.filter((f) => response[f]).map((f) => [f, toText(response[f])]));
  if (response.getTransports) answer.transports = response.getTransports();
  return JSON.stringify({
    id: credential.id,
    rawId: toText(credential.rawId),
    type: credential.type,
    authenticatorAttachment: credential.authenticatorAttachment ?? undefined,
    clientExtensionResults: credential.getClientExtensionResults(),
    response: answer,
  });
}

async function ceremony(form) {
  const answer = await fetch(form.dataset.optionsUrl, {
    method: "POST",
    body: new FormData(form),
    credentials: "same-origin",
    headers: { Accept: "application/json" },
  });
  if (!answer.ok) throw new Error(`options ${answer.status}`);
  const json = await answer.json();
  const credential = form.dataset.passkey === "create"
    ? await navigator.credentials.create({ publicKey: parseCreation(json) })
    : await navigator.credentials.get({ publicKey: parseRequest(json) });
  return toJson(credential);
}

function refused(form) {
  const line = form.querySelector("[data-passkey-refused]");
  if (line) {
    line.hidden = false;
    line.focus();
  }
}

for (const form of globalThis.PublicKeyCredential ? document.querySelectorAll("form[data-passkey]") : []) {
  form.hidden = false;
  let busy = false;
  addEventListener("pageshow", () => {
    form.querySelector("[data-passkey-credential]").value = ""; // a credential answers one challenge only
  });
  // Capture on the window: before the double-submit guard, which would hold the form while the device asks.
  addEventListener("submit", async (e) => {
    if (e.target !== form) return;
    const field = form.querySelector("[data-passkey-credential]");
    if (field.value) return;
    e.preventDefault();
    e.stopImmediatePropagation();
    if (busy) return;
    busy = true;
    try {
      field.value = await ceremony(form);
      form.requestSubmit();
    } catch {
      refused(form);
    } finally {
      busy = false;
    }
  }, true);
}
