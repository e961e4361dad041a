// Suggestions under a field. Two sources, one listbox:
//   <input data-lookup="/lookups/occupations" data-lookup-into="OccupationCode"> asks GET …?q=text for [{ value, text, hint? }]
//   <select data-lookup> offers its own options.
// data-lookup-none is the sentence for no result. Without scripts the input is plain text and the select a select.
const Wait = 180;
let count = 0;

// Marks may be typed in another order and with zero-width spaces: compare without them.
const fold = (s) => s.normalize("NFC").replace(/[\u200b-\u200d]/g, "").toLowerCase().trim();

async function fetchOptions(url, text, signal) {
  const address = new URL(url, location.href);
  address.searchParams.set("q", text);
  const answer = await fetch(address, { signal, headers: { Accept: "application/json" } });
  return answer.ok ? answer.json() : [];
}

// A change that the page did not make is told, so that drafts and autosave see it.
const setter = (field) => (value) => {
  if (field.value === value) return;
  field.value = value;
  field.dispatchEvent(new Event("change", { bubbles: true }));
};

function fromSelect(select) {
  const input = document.createElement("input");
  input.className = "govuk-input";
  input.id = select.id;
  input.value = select.selectedOptions[0]?.value ? select.selectedOptions[0].text : "";
  for (const name of ["aria-describedby", "data-lookup-none", "aria-invalid"]) {
    if (select.hasAttribute(name)) input.setAttribute(name, select.getAttribute(name));
  }
  const all = [...select.options].filter((o) => o.value).map((o) => ({ value: o.value, text: o.text, hint: o.dataset.hint }));
  select.id = `${select.id}-select`;
  select.hidden = true;
  select.after(input);
  const find = async (text) => all.filter((o) => fold(`${o.text} ${o.hint ?? ""}`).includes(fold(text))).slice(0, 50);
  return { input, find, set: setter(select) };
}

function fromInput(input) {
  const into = input.dataset.lookupInto && input.form?.elements[input.dataset.lookupInto];
  const find = (text, signal) => fetchOptions(input.dataset.lookup, text, signal);
  return { input, find, set: into ? setter(into) : () => {} };
}

function enhance(el) {
  const { input, find, set } = el.tagName === "SELECT" ? fromSelect(el) : fromInput(el);
  const box = document.createElement("div");
  const list = document.createElement("ul");
  const status = document.createElement("span");
  let options = [];
  let at = -1;
  let timer;
  let asking;

  box.className = "pes-lookup";
  input.before(box);
  box.append(input, list, status);
  status.className = "govuk-visually-hidden";
  status.setAttribute("role", "status");
  list.id = `pes-lookup-${++count}`;
  list.className = "pes-lookup__list";
  list.hidden = true;
  list.setAttribute("role", "listbox");
  list.setAttribute("aria-label", input.labels?.[0]?.textContent.trim() ?? "");
  for (const [name, value] of Object.entries({ role: "combobox", autocomplete: "off", "aria-autocomplete": "list", "aria-expanded": "false", "aria-controls": list.id })) {
    input.setAttribute(name, value);
  }

  // An answer that is still on its way must not open the list again, over what stands below.
  const close = () => {
    clearTimeout(timer);
    asking?.abort();
    list.hidden = true;
    at = -1;
    input.setAttribute("aria-expanded", "false");
    input.removeAttribute("aria-activedescendant");
  };
  const mark = (index) => {
    at = index;
    [...list.children].forEach((row, i) => row.setAttribute("aria-selected", String(i === at)));
    if (at < 0) return input.removeAttribute("aria-activedescendant");
    input.setAttribute("aria-activedescendant", list.children[at].id);
    list.children[at].scrollIntoView({ block: "nearest" });
  };
  const choose = (option) => {
    input.value = option.text;
    set(option.value);
    close();
  };
  const show = (found) => {
    options = found;
    list.replaceChildren(...options.map((option, i) => {
      const row = document.createElement("li");
      row.id = `${list.id}-${i}`;
      row.className = "pes-lookup__option";
      row.setAttribute("role", "option");
      row.textContent = option.text;
      if (option.hint) row.append(Object.assign(document.createElement("small"), { textContent: option.hint }));
      row.addEventListener("pointerdown", (e) => { e.preventDefault(); choose(option); });
      return row;
    }));
    status.textContent = options.length === 0 ? (input.dataset.lookupNone ?? "") : String(options.length);
    list.hidden = options.length === 0;
    input.setAttribute("aria-expanded", String(!list.hidden));
    mark(-1);
  };
  const ask = () => {
    asking?.abort();
    asking = new AbortController();
    find(input.value, asking.signal).then(show, () => {}); // aborted or offline: plain typing goes on
  };

  input.addEventListener("input", () => {
    set("");
    clearTimeout(timer);
    timer = setTimeout(ask, Wait);
  });
  input.addEventListener("blur", close);
  input.addEventListener("keydown", (e) => {
    if (e.isComposing) return;
    const open = !list.hidden;
    if (e.key === "ArrowDown" || e.key === "ArrowUp") {
      e.preventDefault();
      if (!open) return ask();
      mark((at + (e.key === "ArrowDown" ? 1 : -1) + options.length) % options.length);
    } else if (e.key === "Enter" && open && at >= 0) {
      e.preventDefault();
      choose(options[at]);
    } else if (e.key === "Escape" && open) {
      e.preventDefault();
      close();
    }
  });
}

export function start(root) {
  for (const el of root.querySelectorAll("select[data-lookup], input[data-lookup]:not([role])")) {
    if (!el.hidden) enhance(el);
  }
}
