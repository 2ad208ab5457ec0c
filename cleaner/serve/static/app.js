// The playground. Texts are written with textContent only; nothing is loaded but from this server.
"use strict";
(() => {
  const WAIT = 350; // milliseconds after the last key before the text is cleaned
  const SHOWN = 160; // characters shown of a removed or added text; the middle of a longer one is left out
  const LISTED = 60; // changes in the list below the text
  const HIDDEN = /[\u0000-\u0008\u000b-\u001f\u007f-\u00a0\u00ad\u061c\u180e\u2000-\u200f\u2028-\u202f\u2060-\u206f\u3000\ufe00-\ufe0f\ufeff\ufff9-\ufffb]|[\ud800-\udbff](?![\udc00-\udfff])|(?<![\ud800-\udbff])[\udc00-\udfff]/g;
  const SAMPLES = {
    article: "Harbour Town Reopens Its Ferry\n\nThe harbour council voted on Tuesday to reopen the ferry line, and and the islanders “have waited long enough,â€\u009d said Ruth Alder, who runs the only shop on Marlow. The harbóur will lease one boat for two summers.\n\nThe last attempt did not go well. In 2009 the operator to vanished after one season, and the council recieved a single postcard from him. “He must of lost our address,” the harbour master said.\n\nTickets cost $4.50, and dogs travel free at the harbour.\n\n%d bloggers like this:",
    letters: "BrÃ¼cke, den 3. MÃ¤rz\n\nLieber JÃ¼rgen,\n\ndie MÃ¼hle ist abgebrannt, aber wir bauen sie wieder auf. Das Wetter ist schÃ¶n, und GroÃŸmutter grÃ¼ÃŸt.\n\nCher ami, l’Ã©tÃ© a Ã©tÃ© trÃ¨s chaud, et la riviÃ¨re Ã©tait presque Ã  sec.",
    page: "<!doctype html>\n<html lang=\"en\">\n<head><title>The clock</title></head>\n<body>\n<nav><ul><li><a href=\"/\">Home</a></li><li><a href=\"/about\">About</a></li></ul></nav>\n<div id=\"cookie-notice\">We use cookies to make this site better. <button>Accept</button></div>\n<main><article>\n<h1>How we mended the clock</h1>\n<p>The clock in the tower had stopped at ten past four some time in the nineties, and nobody could say <b>when</b>. Last spring three of us climbed up with a torch, a bag of rags &amp; a book about clocks.</p>\n<p>It was not the the spring. A pigeon had built a nest between the hands and the face, and had raised what must of been ten families there.</p>\n</article>\n<div class=\"sharedaddy\"><h3>Share this:</h3><ul><li><a href=\"#\">Mail</a></li></ul></div>\n</main>\n<footer>Copyright The Clock Club. All rights reserved.</footer>\n</body></html>\n",
  };
  const $ = (id) => document.getElementById(id);
  const ui = Object.fromEntries(["source", "format", "file", "result", "why", "list", "changes", "notes", "counts", "copy", "download", "log", "undo", "marks", "open", "empty", "families", "options", "before"].map((id) => [id, $(id)]));
  const state = { file: null, source: "", found: null, items: [], chosen: null, markup: new Set(), families: [], asked: 0, timer: 0 };

  function make(tag, options = {}, ...children) {
    const element = document.createElement(tag);
    for (const [key, value] of Object.entries(options)) {
      if (key === "on") for (const [event, listener] of Object.entries(value)) element.addEventListener(event, listener);
      else if (key in element) element[key] = value;
      else element.setAttribute(key, value);
    }
    element.append(...children);
    return element;
  }

  // A text with the characters that cannot be seen made visible.
  function write(element, value) {
    let position = 0;
    for (const match of value.matchAll(HIDDEN)) {
      const code = match[0].codePointAt(0).toString(16).toUpperCase().padStart(4, "0");
      element.append(value.slice(position, match.index), make("span", { className: "sign", textContent: "U+" + code }));
      position = match.index + match[0].length;
    }
    element.append(value.slice(position));
    return element;
  }

  function short(value, most = SHOWN) {
    if (value.length <= most) return value;
    const half = most >> 1;
    return `${value.slice(0, half)} … ${(value.length - 2 * half).toLocaleString("en")} characters … ${value.slice(-half)}`;
  }

  // Offsets of the API are code points; those of JavaScript are not where a text has characters beyond U+FFFF.
  function unitsOf(value) {
    if (!/[\ud800-\udbff]/.test(value)) return (at) => at;
    const units = [];
    let position = 0;
    for (const char of value) { units.push(position); position += char.length; }
    units.push(position);
    return (at) => units[at];
  }

  async function ask(path, body, headers = {}) {
    const answer = await fetch(path, { method: body === undefined ? "GET" : "POST", body, headers });
    const found = await answer.json();
    if (!answer.ok) throw new Error(found.remedy ? `${found.error} (${found.remedy})` : found.error);
    return found;
  }

  const asJson = (path, table) => ask(path, JSON.stringify(table), { "content-type": "application/json" });

  // ---- cleaning ----

  function options() {
    const on = [...ui.families.querySelectorAll("input:checked")].map((box) => box.value);
    const usual = state.families.filter((family) => family.default).map((family) => family.name);
    const same = on.length === usual.length && usual.every((name) => on.includes(name));
    const unsafe = Boolean(document.querySelector("input[name=unsafe]:checked").value);
    const format = ui.format.value;
    return { ...(same ? {} : { select: on.length ? on : ["html"] }), unsafe, log: true, input_format: format };
  }

  async function clean() {
    const number = ++state.asked;
    clearTimeout(state.timer);
    if (!state.file && !ui.source.value) { show(null); return; }
    $("after").setAttribute("aria-busy", "true");
    try {
      const table = options();
      let found;
      if (state.file) {
        const query = new URLSearchParams(Object.entries(table).map(([key, value]) => [key, String(value)]));
        found = await ask("/clean?" + query, state.file.bytes, { "content-type": "application/octet-stream" });
        ui.source.value = found.source;
      } else found = { ...await asJson("/clean", { ...table, text: ui.source.value }), source: ui.source.value };
      if (number === state.asked) show(found);
    } catch (error) {
      if (number === state.asked) { show(null); ui.counts.textContent = error.message; }
    } finally {
      if (number === state.asked) $("after").removeAttribute("aria-busy");
    }
  }

  function soon() {
    clearTimeout(state.timer);
    state.timer = setTimeout(clean, WAIT);
  }

  function show(found) {
    state.found = found;
    state.chosen = null;
    state.items = found ? itemsOf(found) : [];
    ui.source.classList.toggle("code", /<(!doctype|html|body|div|p)\b/i.test(ui.source.value.slice(0, 2000)));
    render();
  }

  // Changes and suggestions by place; a suggestion that touches a change is left out.
  function itemsOf(found) {
    const units = unitsOf(found.source);
    const place = (item, made) => ({ ...item, from: units(item.start), to: units(item.end), made, on: made, markup: state.markup.has(item.rule) || isMarkup(item) });
    const all = [...found.changes.map((item) => place(item, true)), ...found.suggestions.map((item) => place(item, false))];
    all.sort((one, other) => one.from - other.from || Number(other.made) - Number(one.made));
    let end = -1;
    const apart = all.filter((item, k) => {
      const next = all.slice(k + 1, k + 4).find((other) => other.made);
      if (!item.made && (item.from < end || (next && next.from < item.to))) return false;
      end = Math.max(end, item.to);
      return true;
    });
    apart.forEach((item, i) => { item.i = i; });
    apart.forEach((item, i) => widen(item, found.source, apart[i - 1]?.to || 0, apart[i + 1]?.from ?? found.source.length));
    return apart;
  }

  // A change within a word is shown as a change of the word: `lead` and `tail` are the rest of it.
  function widen(item, source, low, high) {
    const lead = /[\p{L}\p{M}]{0,40}$/u.exec(source.slice(Math.max(low, item.from - 40), item.from))[0];
    const tail = /^[\p{L}\p{M}]{0,40}/u.exec(source.slice(item.to, Math.min(high, item.to + 40)))[0];
    const inside = /^[\p{L}\p{M}]*$/u;
    const word = inside.test(item.before) && inside.test(item.after) && !item.rule.startsWith("html.");
    [item.lead, item.tail] = word ? [lead, tail] : ["", ""];
  }

  // An element of the page without words of its own: that it became no text is nothing to tell.
  const isMarkup = (item) => item.rule.startsWith("html.") && !item.before.replace(/<[^>]*>/g, "").trim() && !item.after.trim();

  // The text as it stands: with the changes that are on.
  function current() {
    let position = 0;
    const pieces = [];
    for (const item of state.items) {
      if (!item.on) continue;
      pieces.push(state.found.source.slice(position, item.from), item.after);
      position = item.to;
    }
    return state.found ? pieces.join("") + state.found.source.slice(position) : "";
  }

  // ---- what is seen ----

  function render() {
    const { found, items } = state;
    for (const button of [ui.copy, ui.download, ui.log, ui.undo]) button.disabled = !found;
    ui.result.replaceChildren();
    ui.list.hidden = !found;
    why();
    if (!found) {
      ui.result.append(make("span", { className: "hint", textContent: "What was repaired will stand here, each change in its place." }));
      ui.counts.textContent = "";
      return;
    }
    ui.result.classList.toggle("plain", !ui.marks.checked);
    if (ui.marks.checked) {
      let position = 0;
      for (const item of items) {
        ui.result.append(found.source.slice(position, item.from - item.lead.length), item.markup ? (item.on ? item.after : item.before) : mark(item));
        position = item.to + item.tail.length;
      }
      ui.result.append(found.source.slice(position));
    } else ui.result.append(current());
    count();
    ui.notes.textContent = found.notes.join("; ");
    const shown = items.filter((item) => !item.markup);
    ui.changes.replaceChildren(...shown.slice(0, LISTED).map(row));
    if (shown.length > LISTED) ui.changes.append(make("li", { className: "quiet", textContent: `and ${(shown.length - LISTED).toLocaleString("en")} more, in the text above` }));
    if (!shown.length) ui.changes.append(make("li", { className: "quiet", textContent: "Nothing. It was clean." }));
  }

  const plural = (number, word) => `${number.toLocaleString("en")} ${word}${number === 1 ? "" : "s"}`;

  function count() {
    const shown = state.items.filter((item) => !item.markup);
    const on = shown.filter((item) => item.on).length;
    const maybe = shown.filter((item) => !item.made && !item.on).length;
    ui.counts.textContent = plural(on, "change") + (maybe ? `, ${plural(maybe, "suggestion")}` : "");
    ui.undo.textContent = state.items.some((item) => item.on) ? "Undo all" : "Redo all";
    ui.undo.disabled = !state.items.length;
  }

  const isPart = (item) => item.rule.startsWith("html.") && !item.after.trim();

  const unseen = (text) => make("span", { className: "unseen", textContent: text });

  function mark(item) {
    const element = make("button", { type: "button", id: "mark-" + item.i, className: "mark", title: item.title, on: { click: () => choose(item) } });
    if (isPart(item)) {
      element.classList.add("part");
      const name = item.rule.split(".").pop().replaceAll("-", " ");
      element.append(make("del", { textContent: item.on ? `${name} left out` : short(item.before) }), item.on ? item.after : "");
    } else if (!item.made && !item.on) {
      element.classList.add("maybe");
      write(element, item.lead + item.before + item.tail).append(unseen(`, suggested: ${item.after.trim() || "nothing"}`));
    } else {
      const before = item.lead + item.before + item.tail, after = item.lead + item.after + item.tail;
      const [, space, removed] = /^(\s*)([^]*)$/.exec(before); // white space is not struck through where words follow
      if (removed) element.append(space, write(make("del"), short(removed)));
      else if (before) element.append(write(make("del"), before.replaceAll("\n", "⏎\n")));
      element.append(unseen(item.made && !item.on ? ", put back" : item.before ? " becomes " : "added: "));
      if (after.trim() || !before.trim()) element.append(write(make("ins"), short(after)));
      else element.append(after);
      if (!item.before && !item.on) element.append("·");
    }
    element.classList.toggle("back", item.made && !item.on && !isPart(item));
    element.classList.toggle("chosen", state.chosen === item);
    return element;
  }

  // What is shown of one side of a change; of a part of a page its words.
  function side(tag, item, text, most) {
    const words = isPart(item) && tag === "del" ? new DOMParser().parseFromString(text.replaceAll("<", " <"), "text/html").body.textContent : text;
    const whole = item.lead + words + item.tail;
    if (whole.trim()) return write(make(tag), short(whole.replace(/\s+/g, (space) => (space.length > 1 ? " " : space)).trim(), most));
    const named = !whole ? "nothing" : whole.includes("\n") ? "line break" : whole === " " ? "space" : "";
    return named ? make("span", { className: "arrow", textContent: named }) : write(make(tag), whole);
  }

  function pair(item, most) {
    const arrow = make("span", { className: "arrow", textContent: " → " });
    return make("span", { className: "pair" }, side("del", item, item.before, most), arrow, side("ins", item, item.after, most));
  }

  function row(item) {
    const label = `${item.title}${item.made ? "" : " · suggestion"}${item.on === item.made ? "" : item.on ? " · taken" : " · put back"}`;
    const button = make("button", { type: "button", on: { click: () => choose(item, true) } }, pair(item, 60), make("span", { className: "what", textContent: label }));
    return make("li", { className: item.on ? "" : "back" }, button);
  }

  function choose(item, scroll) {
    document.querySelector(".mark.chosen")?.classList.remove("chosen");
    state.chosen = state.chosen === item && !scroll ? null : item;
    const element = $("mark-" + item.i);
    if (state.chosen) element?.classList.add("chosen");
    why();
    if (scroll) { element?.scrollIntoView({ block: "center" }); element?.focus({ preventScroll: true }); }
  }

  function why() {
    const item = state.chosen;
    ui.why.hidden = !item;
    if (!item) { ui.why.replaceChildren(); return; }
    const label = item.on ? "Put it back" : item.made ? "Change it again" : "Take it";
    const acts = make("div", { className: "acts" },
      make("button", { type: "button", className: "primary", textContent: label, on: { click: () => toggle(item) } }),
      make("button", { type: "button", textContent: "Close", on: { click: () => choose(item) } }));
    const title = make("p", {}, make("strong", { textContent: item.title }), " ", make("code", { textContent: item.rule }));
    ui.why.replaceChildren(pair(item, 400), acts, title, make("p", { className: "quiet", textContent: item.reason }));
  }

  function toggle(item) {
    item.on = !item.on;
    const fresh = mark(item);
    $("mark-" + item.i)?.replaceWith(fresh);
    render();
    $("mark-" + item.i)?.focus({ preventScroll: true });
  }

  // ---- what is taken away ----

  function say(button, text) {
    const old = button.dataset.label || (button.dataset.label = button.textContent);
    button.textContent = text;
    setTimeout(() => { button.textContent = old; }, 1500);
  }

  async function copy() {
    try {
      await navigator.clipboard.writeText(current());
      say(ui.copy, "Copied");
    } catch { say(ui.copy, "Not allowed"); }
  }

  function save(text, name, type) {
    const link = make("a", { href: URL.createObjectURL(new Blob([text], { type })), download: name });
    document.body.append(link);
    link.click();
    link.remove();
    setTimeout(() => URL.revokeObjectURL(link.href), 10000);
  }

  const stem = () => (state.file ? state.file.name.replace(/\.[^.]*$/, "") : "text");

  async function saveLog() {
    const back = state.items.filter((item) => item.made && !item.on).map((item) => item.n);
    const found = back.length ? await asJson("/undo", { text: state.found.text, log: state.found.log, changes: back }) : state.found;
    save(found.log, stem() + ".log.jsonl", "application/jsonl");
  }

  async function undoAll() {
    const on = !state.items.some((item) => item.on);
    if (!on) {
      const undone = await asJson("/undo", { text: state.found.text, log: state.found.log });
      ui.counts.textContent = "";
      state.undone = undone.base64 === undefined ? undone.text === state.found.source : atob(undone.base64).length === state.file.bytes.byteLength;
    }
    for (const item of state.items) item.on = on && item.made;
    render();
    if (!on && state.undone) ui.counts.textContent = "Undone: what went in, byte for byte";
  }

  // ---- what goes in ----

  async function take(file) {
    state.file = { name: file.name, bytes: await file.arrayBuffer() };
    ui.file.textContent = `${file.name}, ${file.size.toLocaleString("en")} bytes`;
    clean();
  }

  function forget() {
    state.file = null;
    ui.file.textContent = "";
    ui.open.value = "";
  }

  function typed(value) {
    forget();
    ui.source.value = value;
    clean();
  }

  ui.source.addEventListener("input", () => { forget(); soon(); });
  ui.options.addEventListener("change", clean);
  ui.options.addEventListener("submit", (event) => event.preventDefault());
  ui.marks.addEventListener("change", () => { state.chosen = null; render(); });
  ui.open.addEventListener("change", () => { if (ui.open.files[0]) take(ui.open.files[0]); });
  ui.empty.addEventListener("click", () => { typed(""); ui.source.focus(); });
  ui.copy.addEventListener("click", copy);
  ui.download.addEventListener("click", () => save(current(), stem() + ".clean.txt", "text/plain;charset=utf-8"));
  ui.log.addEventListener("click", saveLog);
  ui.undo.addEventListener("click", undoAll);
  for (const button of document.querySelectorAll("[data-sample]")) button.addEventListener("click", () => typed(SAMPLES[button.dataset.sample]));
  document.addEventListener("keydown", (event) => { if (event.key === "Escape" && state.chosen) choose(state.chosen); });
  for (const name of ["dragover", "dragenter"]) document.addEventListener(name, (event) => { event.preventDefault(); ui.before.classList.add("dragging"); });
  document.addEventListener("dragleave", (event) => { if (!event.relatedTarget) ui.before.classList.remove("dragging"); });
  document.addEventListener("drop", (event) => {
    event.preventDefault();
    ui.before.classList.remove("dragging");
    const [file] = event.dataTransfer.files;
    if (file) take(file);
    else if (event.dataTransfer.getData("text/plain")) typed(event.dataTransfer.getData("text/plain"));
  });

  async function begin() {
    const known = await ask("/rules");
    state.markup = new Set(known.markup);
    state.families = known.families.filter((family) => family.name !== "html");
    for (const family of state.families) {
      const box = make("input", { type: "checkbox", value: family.name, checked: family.default });
      ui.families.append(make("label", { className: "pill" }, box, make("span", { textContent: family.title.toLowerCase() })));
    }
    show(null);
    if (ui.source.value) clean();
  }

  globalThis.cleanerPlayground = { state, current, typed };
  begin();
})();
