"use strict";
// All that the pages do beyond plain HTML. Each part works on what it finds and leaves the rest as it is.

const token = document.querySelector('meta[name="csrf"]')?.content ?? "";

document.addEventListener("htmx:configRequest", event => {
  event.detail.headers["X-CSRF-TOKEN"] = token;
  // News are asked for by the address of the page, which carries the filters.
  if (event.detail.elt.id === "main") event.detail.path = location.pathname + location.search;
});

function say(text) {
  const region = document.getElementById("said");
  if (region) region.textContent = text;
}

document.addEventListener("click", event => {
  const button = event.target.closest("[data-copy], [data-copy-from]");
  if (button) copy(button);
  const preset = event.target.closest("[data-preset]");
  if (preset) choosePreset(preset);
  const move = event.target.closest("[data-move]");
  if (move) moveItem(move);
  const all = event.target.closest("[data-check]");
  if (all) {
    all.closest("[data-columns]").querySelectorAll("input").forEach(box => { box.checked = all.dataset.check === "all"; });
    changed(all);
  }
});

document.addEventListener("submit", event => {
  const question = event.target.dataset.confirm;
  if (question && !window.confirm(question)) event.preventDefault();
});

function changed(element) {
  element.dispatchEvent(new Event("change", { bubbles: true }));
}

// Copying

async function copy(button) {
  const before = button.dataset.before ??= button.textContent;
  const outcome = await copied(button).catch(() => false) ? button.dataset.done : button.dataset.failed;
  button.textContent = outcome;
  say(outcome);
  setTimeout(() => { button.textContent = before; }, 2000);
}

// Over plain HTTP there is no clipboard; a link is not even asked for then, as each that is given goes on record.
async function copied(button) {
  if (!navigator.clipboard) return false;
  const text = button.dataset.copy ? link(button.dataset.copy) : Promise.resolve(document.getElementById(button.dataset.copyFrom).textContent);
  const there = text.then(found => found ? new Blob([found], { type: "text/plain" }) : Promise.reject(new Error("nothing to copy")));
  // Before the text is there: Safari takes nothing that comes later than the click.
  await navigator.clipboard.write([new ClipboardItem({ "text/plain": there })]);
  return true;
}

// Whoever is signed out is led to a page, and a report that is gone answers with one.
async function link(url) {
  const answer = await fetch(url);
  return answer.ok && !answer.redirected && answer.headers.get("Content-Type")?.startsWith("text/plain") ? answer.text() : "";
}

// Date presets

function choosePreset(button) {
  const form = button.form;
  const today = todayIn(form.elements.time_zone?.value);
  const day = offset => new Date(today.getFullYear(), today.getMonth(), today.getDate() + offset);
  const spans = {
    yesterday: [day(-1), day(-1)],
    week: [day(-7), day(-1)],
    month: [day(-30), day(-1)],
    quarter: [day(-90), day(-1)],
    thisMonth: [new Date(today.getFullYear(), today.getMonth(), 1), today],
    lastMonth: [new Date(today.getFullYear(), today.getMonth() - 1, 1), new Date(today.getFullYear(), today.getMonth(), 0)],
  };
  const text = date => [date.getFullYear(), date.getMonth() + 1, date.getDate()].map(n => String(n).padStart(2, "0")).join("-");
  const [from, to] = spans[button.dataset.preset].map(date => new Date(date));
  form.elements[button.dataset.from].value = text(from);
  if (button.dataset.endExcluded === "true") to.setDate(to.getDate() + 1);
  form.elements[button.dataset.to].value = text(to);
  changed(form.elements[button.dataset.to]);
}

// The day that it is in the zone of the report, or, if there is no such zone, here
function todayIn(zone) {
  try {
    return new Date(new Date().toLocaleString("en-US", { timeZone: zone || "UTC" }));
  } catch {
    return new Date();
  }
}

// Order of columns: by buttons and by dragging

function moveItem(button) {
  const item = button.closest("li");
  const up = button.dataset.move === "up";
  const other = up ? item.previousElementSibling : item.nextElementSibling;
  if (!other) return;
  if (up) other.before(item); else other.after(item);
  button.focus();
  const place = [...item.parentElement.children].indexOf(item) + 1;
  say(`${item.querySelector("label").textContent.trim()}: ${place}`);
  changed(item);
}

let dragged = null;
document.addEventListener("dragstart", event => { dragged = event.target.closest?.(".order li") ?? null; });
document.addEventListener("dragover", event => {
  const over = event.target.closest?.(".order li");
  if (dragged && over && over !== dragged && over.parentElement === dragged.parentElement) {
    event.preventDefault();
    const after = over.compareDocumentPosition(dragged) & Node.DOCUMENT_POSITION_PRECEDING;
    if (after) over.after(dragged); else over.before(dragged);
  }
});
document.addEventListener("dragend", () => { if (dragged) changed(dragged); dragged = null; });

// Comboboxes: a text field of ids becomes one in which names are looked up

const combos = [];

document.querySelectorAll("[data-lookup]").forEach((input, number) => {
  const many = input.dataset.many === "true";
  const url = `/reports/lookups/${input.dataset.lookup}`;
  const box = document.createElement("div");
  const chips = document.createElement("div");
  const search = document.createElement("input");
  const list = document.createElement("ul");
  const problem = document.createElement("span");
  box.className = "combo";
  chips.className = "chips";
  list.id = `options-${number}`;
  list.role = "listbox";
  list.hidden = true;
  list.setAttribute("aria-label", input.dataset.label);
  Object.entries({ role: "combobox", "aria-expanded": "false", "aria-controls": list.id, "aria-autocomplete": "list" })
    .forEach(([name, value]) => search.setAttribute(name, value));
  search.type = "text";
  search.autocomplete = "off";
  search.placeholder = input.dataset.placeholder;
  search.id = input.id;
  for (const name of ["aria-describedby", "aria-invalid"]) {
    if (input.hasAttribute(name)) search.setAttribute(name, input.getAttribute(name));
  }
  problem.id = `${input.id}-unclear`;
  problem.className = "error";
  search.setAttribute("aria-describedby", [search.getAttribute("aria-describedby"), problem.id].filter(Boolean).join(" "));
  input.removeAttribute("id");
  input.type = "hidden";
  input.before(box);
  box.append(chips, search, list);

  const chosen = new Map();
  let found = [];
  let active = -1;
  let asked = 0;

  const show = () => {
    chips.replaceChildren(...[...chosen].map(([value, label]) => {
      const chip = document.createElement("button");
      chip.type = "button";
      chip.className = "slim";
      chip.textContent = `${label} ×`;
      chip.setAttribute("aria-label", `${input.dataset.remove} ${label}`);
      chip.addEventListener("click", () => { chosen.delete(value); show(); search.focus(); });
      return chip;
    }));
    input.value = [...chosen.keys()].join(",");
    changed(input);
  };
  const close = () => { list.hidden = true; active = -1; search.setAttribute("aria-expanded", "false"); search.removeAttribute("aria-activedescendant"); };
  const complain = text => {
    search.setCustomValidity(text);
    search.ariaInvalid = text ? "true" : input.ariaInvalid;
    problem.textContent = text;
    if (text) box.after(problem); else problem.remove();
  };
  const pick = ({ value, label }) => {
    if (!many) chosen.clear();
    chosen.set(value, label);
    search.value = "";
    complain("");
    close();
    show();
  };
  const mark = index => {
    [...list.children].forEach((option, at) => option.setAttribute("aria-selected", String(at === index)));
    active = index;
    const option = list.children[index];
    if (option) { search.setAttribute("aria-activedescendant", option.id); option.scrollIntoView({ block: "nearest" }); }
    else search.removeAttribute("aria-activedescendant");
  };
  // Nothing is found where the server does not answer or its reader is signed out.
  const ask = async (name, text) => {
    const answer = await fetch(`${url}?${name}=${encodeURIComponent(text)}`).catch(() => null);
    return answer?.ok && !answer.redirected ? answer.json() : [];
  };
  const look = async () => {
    const turn = ++asked;
    const entries = await ask("q", search.value);
    if (turn !== asked) return;
    found = entries.filter(entry => !chosen.has(entry.value));
    list.replaceChildren(...found.map((entry, index) => {
      const option = document.createElement("li");
      option.role = "option";
      option.id = `${list.id}-${index}`;
      option.textContent = entry.label;
      option.setAttribute("aria-selected", "false");
      option.addEventListener("mousedown", event => { event.preventDefault(); pick(entry); });
      return option;
    }));
    list.hidden = found.length === 0;
    search.setAttribute("aria-expanded", String(found.length > 0));
    mark(found.length ? 0 : -1);
    if (!entries.length) say(input.dataset.none);
  };
  let timer;
  // Text that is left must not be dropped in silence: it means one entry, or somebody has to choose. Few are
  // suggested, so an id is asked for by itself.
  const settle = async () => {
    clearTimeout(timer);
    const turn = ++asked;
    const text = search.value.trim().toLowerCase();
    if (!text) return;
    const [named, alike] = await Promise.all([ask("ids", text.toUpperCase()), ask("q", text)]);
    if (turn !== asked) return;
    const exact = [...named, ...alike].find(entry => [entry.value, entry.label].some(each => each.toLowerCase() === text));
    if (exact) pick(exact);
    else if (alike.length === 1) pick(alike[0]);
    else {
      complain(input.dataset.unclear);
      say(input.dataset.unclear);
      if (search === document.activeElement) look();
    }
  };
  combos.push({ search, settle });
  search.addEventListener("input", event => {
    event.stopPropagation();
    clearTimeout(timer);
    asked++;
    mark(-1);
    complain("");
    timer = setTimeout(look, 150);
  });
  search.addEventListener("change", event => event.stopPropagation());
  search.addEventListener("blur", () => { close(); settle(); });
  search.addEventListener("keydown", event => {
    const count = list.children.length;
    if (event.key === "ArrowDown" && list.hidden) { look(); event.preventDefault(); }
    else if (event.key === "ArrowDown") { mark((active + 1) % count); event.preventDefault(); }
    else if (event.key === "ArrowUp" && count) { mark((active > 0 ? active : count) - 1); event.preventDefault(); }
    else if (event.key === "Enter" && !list.hidden && active >= 0) { pick(found[active]); event.preventDefault(); }
    else if (event.key === "Enter" && search.value.trim()) { settle(); event.preventDefault(); }
    else if (event.key === "Escape") close();
    else if (event.key === "Backspace" && !search.value && chosen.size) { chosen.delete([...chosen.keys()].pop()); show(); }
  });
  const given = input.value.split(",").map(value => value.trim()).filter(Boolean);
  if (given.length) {
    ask("ids", given.join(",")).then(entries => {
      given.forEach(value => chosen.set(value, entries.find(entry => entry.value === value)?.label ?? value));
      show();
    });
  }
});

// The address of a form carries what is entered

const form = document.querySelector("form[data-address]");
form?.addEventListener("change", () => {
  const entered = new URLSearchParams();
  for (const [name, value] of new FormData(form)) if (name !== "_csrf" && value) entered.append(name, value);
  history.replaceState(null, "", entered.size ? `${form.dataset.address}?${entered}` : form.dataset.address);
});

// It goes out when nothing is left in its comboboxes. What is unclear there makes it invalid, so that it stays.

let settling = false;
form?.addEventListener("submit", async event => {
  const left = combos.filter(combo => combo.search.value.trim());
  if (!left.length) return;
  event.preventDefault();
  if (settling) return;
  settling = true;
  await Promise.all(left.map(combo => combo.settle()));
  settling = false;
  form.requestSubmit();
});

// A form goes out once. What is answered is another page; where no answer comes, it can go out again after a while.

const PATIENCE = 10_000;

const reopen = sent => sent.removeAttribute("aria-busy");

addEventListener("submit", event => {
  const sent = event.target;
  if (event.defaultPrevented || sent.method !== "post") return;
  if (sent.hasAttribute("aria-busy")) event.preventDefault();
  else {
    sent.setAttribute("aria-busy", "true");
    setTimeout(reopen, PATIENCE, sent);
  }
});
addEventListener("pageshow", () => document.querySelectorAll("form[aria-busy]").forEach(reopen));

// Live pages: one stream tells that something has changed, and the page fetches what it shows. What asks for that
// stays when the answer is put in place, so a change that comes meanwhile is asked for after it.

const again = () => window.htmx?.trigger("#main", "changed");

document.querySelector("form.filters")?.addEventListener("change", () => {
  // What is under way has the filters of before.
  window.htmx?.trigger("#main", "htmx:abort");
  again();
});

// News put other tables in the place of those that their reader has scrolled.

const scrolled = new Map();

document.addEventListener("htmx:beforeSwap", () => {
  document.querySelectorAll(".scroll[id]").forEach(({ id, scrollLeft, scrollTop }) => scrolled.set(id, [scrollLeft, scrollTop]));
});
document.addEventListener("htmx:afterSwap", () => {
  scrolled.forEach((place, id) => document.getElementById(id)?.scrollTo(...place));
  scrolled.clear();
});

// Browsers have six connections to a server for all tabs, so only a page that somebody looks at holds a stream, and
// only while there is something to come. A stream begins with an event, so whoever comes back sees the news.

let stream = null;
let heard;
let polling;
let left = false;

function listen() {
  const events = left || document.hidden ? undefined : document.querySelector("[data-events]")?.dataset.events;
  if (events === heard) return;
  stream?.close();
  clearInterval(polling);
  heard = events;
  polling = undefined;
  if (!events) return;
  stream = new EventSource(events);
  stream.addEventListener("changed", again);
  stream.addEventListener("open", () => { clearInterval(polling); polling = undefined; });
  stream.addEventListener("error", () => { polling ??= setInterval(again, 3000); });
}

document.addEventListener("visibilitychange", listen);
document.addEventListener("htmx:afterSwap", listen);
addEventListener("pagehide", () => { left = true; listen(); });
addEventListener("pageshow", () => { left = false; listen(); });
listen();

document.querySelectorAll("[data-script]").forEach(element => { element.hidden = false; });

// The playground: the request as it is, by the reader's own session or key

const ground = document.querySelector("form[data-playground]");
let running = null;
ground?.addEventListener("submit", async event => {
  event.preventDefault();
  const field = name => ground.elements[name]?.value ?? "";
  let path = ground.dataset.path;
  const query = new URLSearchParams();
  for (const input of ground.querySelectorAll("[data-in]")) {
    if (input.dataset.in === "path") path = path.replace(`{${input.name}}`, encodeURIComponent(input.value));
    else if (input.value) query.append(input.name, input.value);
  }
  const url = `${ground.dataset.base}${path}${query.size ? `?${query}` : ""}`;
  const method = ground.dataset.method;
  const headers = { Accept: "*/*" };
  const key = field("key").trim();
  if (key) headers["X-Api-Key"] = key; else headers["X-CSRF-TOKEN"] = token;
  const body = field("body");
  if (body) headers["Content-Type"] = "application/json";
  const out = document.getElementById("answer");
  const show = (part, text) => { out.querySelector(`[data-${part}]`).textContent = text; };
  const quoted = text => `'${text.replaceAll("'", "'\\''")}'`;
  ["status", "took", "headers", "body"].forEach(part => show(part, ""));
  show("curl", [
    `curl -X ${method} ${quoted(location.origin + url)}`,
    `-H "X-Api-Key: $SHEAF_KEY"`,
    ...(body ? [`-H 'Content-Type: application/json'`, `-d ${quoted(body)}`] : []),
  ].join(" \\\n  "));
  const reveal = () => { out.hidden = false; out.focus(); };
  // What ran before may be a stream without an end.
  running?.abort();
  running = new AbortController();
  const { signal } = running;
  const started = performance.now();
  try {
    const answer = await fetch(url, { method, headers, body: body || undefined, cache: "no-store", signal });
    const streamed = answer.headers.get("Content-Type")?.startsWith("text/event-stream");
    const text = streamed ? "" : await answer.text();
    show("status", `${answer.status} ${answer.statusText}`.trim());
    show("took", `${Math.round(performance.now() - started)} ms`);
    show("headers", [...answer.headers].map(([name, value]) => `${name}: ${value}`).join("\n"));
    let shown = text;
    try { shown = JSON.stringify(JSON.parse(text), null, 2); } catch { /* it is no JSON: shown as it came */ }
    show("body", shown);
    reveal();
    if (streamed) {
      const events = answer.body.pipeThrough(new TextDecoderStream()).getReader();
      for (let next = await events.read(); !next.done; next = await events.read()) {
        out.querySelector("[data-body]").append(next.value);
      }
    }
  } catch (problem) {
    if (signal.aborted) return;
    show("status", String(problem));
    reveal();
  }
});

const search = document.querySelector("input[data-search]");
search?.addEventListener("input", () => {
  const words = search.value.toLowerCase().split(/\s+/).filter(Boolean);
  document.querySelectorAll("[data-text]").forEach(item => {
    item.hidden = !words.every(word => item.dataset.text.toLowerCase().includes(word));
  });
});
