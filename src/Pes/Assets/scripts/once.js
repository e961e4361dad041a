// One press, one effect: a form that is on its way is not sent again.
// data-confirm="…" asks for a second press in place; without scripts the server's confirm page asks.
const RearmAfter = 20_000;

function arm(button) {
  const word = button.textContent;
  button.dataset.armed = "true";
  button.textContent = button.dataset.confirm;
  const disarm = () => {
    delete button.dataset.armed;
    button.textContent = word;
  };
  button.addEventListener("blur", disarm, { once: true });
}

export function start() {
  document.addEventListener("submit", (e) => {
    const form = e.target;
    const button = e.submitter;
    if (button?.dataset.confirm && !button.dataset.armed) {
      e.preventDefault();
      e.stopImmediatePropagation();
      arm(button);
      return;
    }
    if (form.method !== "post") return;
    if (form.dataset.sent) {
      e.preventDefault();
      e.stopImmediatePropagation();
      return;
    }
    if (navigator.onLine === false && form.dataset.offline) {
      e.preventDefault();
      e.stopImmediatePropagation();
      say(form, form.dataset.offline);
      return;
    }
    form.dataset.sent = "true";
    form.setAttribute("aria-busy", "true");
    setTimeout(() => release(form), RearmAfter);
  }, true);

  // A page brought back by "back" or an answered partial request may be sent again.
  addEventListener("pageshow", () => document.querySelectorAll("form[data-sent]").forEach(release));
  document.addEventListener("htmx:finally:request", (e) => {
    const form = e.target?.closest?.("form");
    if (form) release(form);
  });
}

export function say(form, text) {
  let line = form.querySelector("[data-say]");
  if (!line) {
    line = document.createElement("p");
    line.dataset.say = "";
    line.className = "pes-notice pes-notice--warn";
    line.setAttribute("role", "status");
    form.prepend(line);
  }
  line.textContent = text;
}

function release(form) {
  delete form.dataset.sent;
  form.removeAttribute("aria-busy");
}
