// The review page. Texts come from the JSON in the page and are written with textContent only.
"use strict";
(() => {
  const PAGE = 50; // cards on the screen at once: any number of changes stays quick
  const SHOWN = 160; // characters of a removed or added text in the heading of a card
  const data = JSON.parse(document.getElementById("data").textContent);
  const text = (value) => (Array.isArray(value) ? value.join("") : value);
  const markup = new Set(data.markup);
  const items = data.documents.flatMap((doc, d) => doc.items.map((item) => ({ ...item, d })));
  items.forEach(prepare);
  const store = "cleaner-review-" + data.documents.map((doc) => doc.sha256.slice(0, 16)).join("-").slice(0, 200);
  const decisions = load(); // index of item -> "accepted" or "rejected"
  const past = []; // what was decided, for undo: lists of [index of item, decision before]
  const state = { rule: "", file: -1, search: "", show: "all", markup: false, sides: false, whole: false, shown: [], page: 0, current: 0 };

  // Characters that cannot be seen, or that reorder the text around them, are shown by their number.
  const HIDDEN = /[\u0000-\u0008\u000b-\u001f\u007f-\u00a0\u00ad\u061c\u180e\u2000-\u200f\u2028-\u202f\u2060-\u206f\u3000\ufe00-\ufe0f\ufeff\ufff9-\ufffb]|[\ud800-\udbff](?![\udc00-\udfff])|(?<![\ud800-\udbff])[\udc00-\udfff]/g;

  // In the text around a change only what would steer the view: joiners belong to emoji and to scripts.
  const STEERING = /[\u0000-\u0008\u000b-\u001f\u007f-\u009f\u202a-\u202e\u2066-\u2069]/g;

  function prepare(item, i) {
    item.i = i;
    item.title = data.titles[item.rule] || item.rule;
    item.family = item.rule.split(".")[0];
    item.before = text(item.before);
    item.after = text(item.after);
    item.found = [item.rule, item.title, item.before, item.after, item.reason, text(data.documents[item.d].name)].join("\n").toLowerCase();
    // Contexts alternate: text, pair, text, ...; pairs are marked once, for a text may be an array too.
    item.left.forEach((part, k) => { if (k % 2) part.pair = true; });
    item.right.forEach((part, k) => { if (k % 2) part.pair = true; });
    // A change within a word is shown as a change of the word; mark-up without words is nothing to decide about.
    const inside = /^[\p{L}\p{M}]*$/u;
    const word = inside.test(item.before) && inside.test(item.after) && item.family !== "html";
    item.lead = word ? /[\p{L}\p{M}]{0,40}$/u.exec(text(item.left[item.left.length - 1]))[0] : "";
    item.tail = word ? /^[\p{L}\p{M}]{0,40}/u.exec(text(item.right[0]))[0] : "";
    item.markup = markup.has(item.rule) || (item.family === "html" && !item.after.trim() && !item.before.replace(/<[^>]*>/g, "").trim());
  }

  function load() {
    try { return new Map(JSON.parse(localStorage.getItem(store) || "[]")); } catch { return new Map(); }
  }

  function save() {
    try { localStorage.setItem(store, JSON.stringify([...decisions])); } catch { /* a page on disk may have no storage */ }
  }

  function make(tag, options = {}, ...children) {
    const element = document.createElement(tag);
    for (const [key, value] of Object.entries(options)) {
      if (key === "on") for (const [event, listener] of Object.entries(value)) element.addEventListener(event, listener);
      else if (key in element && key !== "list") element[key] = value;
      else element.setAttribute(key, value);
    }
    element.append(...children);
    return element;
  }

  const unseen = (value) => make("span", { className: "unseen", textContent: value });
  const number = (value) => value.toLocaleString("en");

  // A text with its hidden characters made visible, into an element.
  function write(element, value, marked) {
    let position = 0;
    for (const match of value.matchAll(marked ? HIDDEN : STEERING)) {
      const between = value.slice(position, match.index);
      element.append(marked ? between.replaceAll("\n", "⏎\n") : between);
      const code = match[0].codePointAt(0).toString(16).toUpperCase().padStart(4, "0");
      element.append(make("span", { className: "sign", textContent: "U+" + code, title: "character U+" + code }));
      position = match.index + match[0].length;
    }
    element.append(marked ? value.slice(position).replaceAll("\n", "⏎\n") : value.slice(position));
    return element;
  }

  function piece(tag, value, near) {
    return write(make(tag, { className: near ? "near" : "" }), text(value), true);
  }

  function short(value) {
    return value.length <= SHOWN ? value : `${value.slice(0, SHOWN >> 1)} … ${value.slice(-(SHOWN >> 1))}`;
  }

  // ---- one change ----

  // One side of a change in large type: white space by its name, of a part of a page its words.
  function side(tag, item, value) {
    const words = item.family === "html" && tag === "del" ? value.replace(/<[^>]*>/g, " ") : value;
    const all = item.lead + words + item.tail;
    if (all.trim()) return write(make(tag), short(all.replace(/[ \t\n]+/g, " ").trim()), true);
    const named = !all ? "nothing" : all.includes("\n") ? "line break" : all === " " ? "space" : "";
    return named ? make("span", { className: "arrow", textContent: named }) : write(make(tag), all, true);
  }

  function pair(item, id) {
    const arrow = make("span", { className: "arrow" }, make("span", { ariaHidden: "true", textContent: " → " }), unseen(" becomes "));
    return make("h3", { className: "pair", id, dir: "auto" }, side("del", item, item.before), arrow, side("ins", item, item.after));
  }

  // The text around a change. sides: "both", "before" or "after".
  function passage(item, sides) {
    const line = make("div", { className: "text", dir: "auto" });
    const around = (parts) => {
      for (const [k, part] of parts.entries()) {
        if (parts === item.left && !k) write(line, text(part).replace(/^\s+/, ""), false);
        else if (part.pair) {
          if (sides !== "after" && text(part[0])) line.append(piece("del", part[0], true));
          if (sides !== "before" && text(part[1])) line.append(piece("ins", part[1], true));
        } else write(line, text(part), false);
      }
    };
    around(item.left);
    if (sides !== "after" && item.before) line.append(piece("del", item.before, false));
    if (sides !== "before" && item.after) line.append(piece("ins", item.after, false));
    around(item.right);
    return line;
  }

  const spoken = (item) => `${short(item.lead + item.before.trim() + item.tail) || "nothing"} becomes ${short(item.lead + item.after.trim() + item.tail) || "nothing"}`;

  function card(item, prefix = "item-") {
    const decision = decisions.get(item.i) || "";
    const suggestion = item.kind === "suggestion";
    const title = prefix + "title-" + item.i;
    const element = make("article", { className: `card ${decision}${item === currentItem() ? " current" : ""}`, tabIndex: -1, id: prefix + item.i, "aria-labelledby": title });
    const button = (kind, label, key) => make("button", {
      className: kind === "accepted" ? "accept" : "reject", "aria-pressed": String(decision === kind), type: "button",
      on: { click: () => { select(item); decide([item], decision === kind ? "" : kind); refresh(item); } },
    }, label, unseen(": " + spoken(item)), " ", make("kbd", { textContent: key, ariaHidden: "true" }));
    const choices = make("div", { className: "choices" }, button("accepted", suggestion ? "Take it" : "Accept", "a"), button("rejected", suggestion ? "Leave it" : "Reject", "r"));
    const why = make("p", { className: "why" }, make("strong", { textContent: item.title }));
    if (item.safety !== "safe") why.append(" ", make("span", { className: "badge", textContent: suggestion ? "suggestion" : item.safety }));
    if (item.reason) why.append(" ", make("span", { className: "reason", dir: "auto", textContent: item.reason }));
    const meta = make("div", { className: "meta" });
    if (data.documents.length > 1) meta.append(make("bdi", { textContent: text(data.documents[item.d].name) }));
    meta.append(make("span", { textContent: `line ${number(item.line)}, column ${number(item.column)}` }), make("code", { textContent: item.rule }));
    if (item.with) meta.append(make("span", { textContent: "with " + item.with.join(", ") }));
    meta.append(make("span", { textContent: `${suggestion ? "suggestion" : "change"} ${item.n}` }));
    const around = state.sides ? make("div", { className: "sides" }, passage(item, "before"), passage(item, "after")) : passage(item, "both");
    element.append(pair(item, title), choices, why, around, meta);
    element.addEventListener("mousedown", () => { if (item !== currentItem()) { select(item); mark(); } });
    return element;
  }

  // ---- where one is ----

  const currentItem = () => state.shown[state.current];

  function select(item) {
    const at = state.shown.indexOf(item);
    if (at >= 0) state.current = at;
  }

  // The current change is outlined, and in the text its card is shown below.
  function mark() {
    for (const old of document.querySelectorAll(".current")) old.classList.remove("current");
    const item = currentItem();
    document.getElementById((state.whole ? "mark-" : "item-") + item?.i)?.classList.add("current");
    ui.panel.replaceChildren(...(state.whole && item ? [card(item, "panel-")] : []));
  }

  function go(item, focus) {
    const element = document.getElementById((state.whole ? "mark-" : "item-") + item.i);
    element?.scrollIntoView({ block: state.whole ? "center" : "nearest" });
    if (focus) element?.focus({ preventScroll: true });
  }

  function move(by) {
    if (!state.shown.length) return;
    state.current = Math.min(state.shown.length - 1, Math.max(0, state.current + by));
    const page = Math.floor(state.current / PAGE);
    if (page !== state.page) { state.page = page; render(); } else mark();
    go(currentItem(), true);
  }

  // ---- decisions ----

  function decide(chosen, decision) {
    past.push(chosen.map((item) => [item.i, decisions.get(item.i) || ""]));
    for (const item of chosen) set(item.i, decision);
    save();
  }

  function set(i, decision) {
    if (decision) decisions.set(i, decision); else decisions.delete(i);
  }

  // After a decision on one change: its card, its mark, the counts.
  function refresh(item) {
    const focused = document.activeElement?.className;
    const old = document.getElementById("item-" + item.i);
    if (old) {
      const fresh = card(item);
      const inside = old.contains(document.activeElement);
      old.replaceWith(fresh);
      if (inside) (fresh.querySelector("." + (focused || "none").split(" ")[0]) || fresh).focus({ preventScroll: true });
    }
    document.getElementById("mark-" + item.i)?.replaceWith(placed(item));
    mark();
    progress();
  }

  function choose(decision) {
    const item = currentItem();
    if (!item) return;
    decide([item], decision);
    refresh(item);
    tell(`${decision}: ${spoken(item)}`);
    move(1);
  }

  function undo() {
    const last = past.pop();
    if (!last) { tell("Nothing to undo."); return; }
    for (const [i, decision] of last) set(i, decision);
    save();
    select(items[last[0]?.[0]]);
    state.page = Math.floor(state.current / PAGE);
    render();
    if (currentItem()) go(currentItem(), true);
    tell(last.length === 1 ? `Undone: ${spoken(items[last[0][0]])}` : `${number(last.length)} decisions undone.`);
  }

  function bulk(decision) {
    decide(state.shown, decision);
    render();
    tell(`${number(state.shown.length)} ${decision || "without a decision"}.`);
  }

  function tell(message) { ui.live.textContent = message; }

  // ---- what is shown ----

  function filter() {
    const wanted = state.search.toLowerCase();
    const kept = currentItem();
    state.shown = items.filter((item) => (state.markup || !item.markup) && (!state.rule || item.rule === state.rule) && (state.file < 0 || item.d === state.file) && (!wanted || item.found.includes(wanted)) && passes(item));
    state.current = Math.max(0, kept ? state.shown.indexOf(kept) : 0);
    state.page = Math.floor(state.current / PAGE);
    render();
  }

  function passes(item) {
    const decision = decisions.get(item.i);
    if (state.show === "undecided") return !decision;
    if (state.show === "suggestions") return item.kind === "suggestion";
    return state.show === "all" || decision === state.show;
  }

  function progress() {
    const counts = { accepted: 0, rejected: 0 };
    for (const decision of decisions.values()) counts[decision] += 1;
    const all = ui.total;
    ui.counts.textContent = `${number(counts.accepted + counts.rejected)} of ${number(all)} decided: ${number(counts.accepted)} accepted, ${number(counts.rejected)} rejected`;
    ui.done.style.width = `${(100 * counts.accepted) / (all || 1)}%`;
    ui.gone.style.width = `${(100 * counts.rejected) / (all || 1)}%`;
  }

  function render() {
    progress();
    for (const [rule, button] of ui.rules) button.setAttribute("aria-pressed", String(state.rule === rule));
    for (const [file, button] of ui.files) button.setAttribute("aria-pressed", String(state.file === file));
    ui.whole.hidden = ui.map.hidden = ui.panel.hidden = !state.whole;
    ui.cards.hidden = state.whole;
    const from = state.page * PAGE;
    if (state.whole) { writeWhole(); for (const pager of ui.pagers) pager.hidden = true; }
    else {
      ui.cards.replaceChildren(make("h2", { className: "unseen", textContent: "Changes" }), ...state.shown.slice(from, from + PAGE).map((item) => card(item)));
      if (!state.shown.length) ui.cards.append(make("p", { className: "empty", textContent: items.length ? "Nothing matches." : "Nothing was changed." }));
      pages(from);
    }
    mark();
  }

  function pages(from) {
    const last = Math.max(0, Math.ceil(state.shown.length / PAGE) - 1);
    const label = state.shown.length ? `${number(from + 1)}–${number(Math.min(from + PAGE, state.shown.length))} of ${number(state.shown.length)}` : "";
    for (const pager of ui.pagers) {
      pager.hidden = last === 0;
      pager.replaceChildren(
        make("button", { type: "button", textContent: "Previous", disabled: state.page === 0, on: { click: () => turn(-1) } }),
        make("span", { textContent: label }),
        make("button", { type: "button", textContent: "Next", disabled: state.page >= last, on: { click: () => turn(1) } }),
      );
    }
  }

  function turn(by) {
    state.page += by;
    state.current = state.page * PAGE;
    render();
    scrollTo(0, 0);
  }

  // ---- the whole text ----

  // A change in its place in the text.
  function placed(item) {
    if (item.markup && !state.markup) return document.createTextNode(item.after);
    const element = make("button", { type: "button", id: "mark-" + item.i, className: `mark ${item.kind} ${decisions.get(item.i) || ""}`, title: item.title, on: { click: () => { select(item); mark(); } } });
    const taken = item.kind === "change" || decisions.get(item.i) === "accepted";
    if (!taken) return write(element, item.before || "·", false), element.append(unseen(`, suggested: ${item.after || "nothing"}`)), element;
    if (item.before.trim()) element.append(write(make("del"), short(item.before), false), unseen(" becomes "));
    else if (!item.after.trim() || item.before.trim() !== item.before) element.append(write(make("del"), short(item.before), true));
    if (item.after) element.append(item.after.trim() ? write(make("ins"), short(item.after), false) : item.after);
    if (!element.textContent.trim()) element.append("·");
    return element;
  }

  function writeWhole() {
    const shown = new Set(state.shown);
    ui.whole.replaceChildren();
    data.documents.forEach((doc, d) => {
      if (state.file >= 0 && state.file !== d) return;
      const body = make("div", { className: "body", dir: "auto" });
      const mine = items.filter((item) => item.d === d);
      const changes = mine.filter((item) => item.kind === "change"), suggestions = mine.filter((item) => item.kind === "suggestion" && shown.has(item));
      let position = 0, k = 0;
      doc.gaps.forEach((gap, n) => {
        const change = changes[n], end = change ? change.start : Infinity;
        while (k < suggestions.length && suggestions[k].start < position) k += 1;
        if (gap.cut) {
          write(body, text(gap.cut[0]), false);
          body.append(make("span", { className: "cut", textContent: `${number(gap.cut[1])} characters without a change` }));
          write(body, text(gap.cut[2]), false);
        } else {
          let rest = text(gap);
          for (; k < suggestions.length && suggestions[k].end <= end; k += 1) {
            const points = /[\ud800-\udbff]/.test(rest) ? Array.from(rest) : rest;
            const join = (part) => (Array.isArray(part) ? part.join("") : part);
            const at = suggestions[k].start - position;
            if (at < 0) continue;
            write(body, join(points.slice(0, at)), false).append(placed(suggestions[k]));
            rest = join(points.slice(at + suggestions[k].end - suggestions[k].start));
            position = suggestions[k].end;
          }
          write(body, rest, false);
        }
        if (change) {
          body.append(placed(change));
          position = change.end;
        }
      });
      ui.whole.append(make("h2", { textContent: text(doc.name) || data.title, dir: "auto" }), body);
    });
    requestAnimationFrame(drawMap);
  }

  // Where the changes are in the text, and what of it is on the screen.
  function drawMap() {
    if (!state.whole) return;
    const { map } = ui, ratio = devicePixelRatio || 1;
    map.width = map.clientWidth * ratio;
    map.height = map.clientHeight * ratio;
    const pen = map.getContext("2d"), style = getComputedStyle(document.documentElement);
    const top = ui.whole.offsetTop, height = ui.whole.scrollHeight || 1;
    ui.places = [...ui.whole.querySelectorAll(".mark")].map((element) => ({ element, at: (element.getBoundingClientRect().top + scrollY - top) / height }));
    pen.fillStyle = style.getPropertyValue("--paper");
    pen.fillRect(0, (map.height * Math.max(0, scrollY - top)) / height, map.width, (map.height * innerHeight) / height);
    for (const { element, at } of ui.places) {
      const kind = element.classList.contains("rejected") ? "--out" : element.classList.contains("suggestion") ? "--maybe" : "--strong";
      pen.fillStyle = style.getPropertyValue(kind);
      pen.fillRect(3 * ratio, at * map.height, map.width - 6 * ratio, 2 * ratio);
    }
  }

  function jump(event) {
    const at = event.offsetY / ui.map.clientHeight;
    const near = (ui.places || []).reduce((best, place) => (!best || Math.abs(place.at - at) < Math.abs(best.at - at) ? place : best), null);
    near?.element.click();
    near?.element.scrollIntoView({ block: "center" });
  }

  // ---- what is taken away ----

  function exported() {
    const documents = data.documents.map((doc) => ({ name: doc.name, sha256: doc.sha256, rejected: [], accepted: [], suggestions: [] }));
    for (const [i, decision] of [...decisions].sort((one, other) => one[0] - other[0])) {
      const item = items[i];
      if (!item) continue;
      const brief = { n: item.n, start: item.start, end: item.end, rule: item.rule };
      const full = { ...brief, line: item.line, context: item.cut ? "" : context(item) };
      if (item.kind === "suggestion") { if (decision === "accepted") documents[item.d].suggestions.push(brief); }
      else if (decision === "rejected") documents[item.d].rejected.push(full);
      else documents[item.d].accepted.push(item.n);
    }
    return { kind: "cleaner-decisions", version: 1, documents };
  }

  // The original line around a change: what a rule must leave alone from now on.
  function context(item) {
    const before = (parts) => parts.map((part) => text(part.pair ? part[0] : part)).join("");
    const left = before(item.left), right = before(item.right);
    return left.slice(left.lastIndexOf("\n") + 1) + item.before + right.split("\n")[0];
  }

  function download() {
    const blob = new Blob([JSON.stringify(exported(), null, 1) + "\n"], { type: "application/json" });
    const link = make("a", { href: URL.createObjectURL(blob), download: "decisions.json" });
    document.body.append(link);
    link.click();
    link.remove();
    setTimeout(() => URL.revokeObjectURL(link.href), 10000);
    tell("Saved as decisions.json. Now: cleaner apply, with the same options.");
  }

  // ---- the page ----

  const ui = { rules: [], files: [], places: [], total: items.filter((item) => !item.markup).length };
  ui.pagers = ["Pages, above", "Pages, below"].map((label) => make("nav", { className: "pages", "aria-label": label }));
  ui.counts = make("span", { className: "quiet" });
  ui.done = make("span", { className: "done" });
  ui.gone = make("span", { className: "gone" });
  ui.live = make("p", { className: "unseen", role: "status" });
  ui.cards = make("section", { "aria-label": "Changes" });
  ui.whole = make("section", { className: "whole", "aria-label": "The whole text", hidden: true });
  ui.map = make("canvas", { className: "map", ariaHidden: "true", hidden: true, on: { click: jump } });
  ui.panel = make("section", { className: "panel", "aria-label": "The chosen change", hidden: true });
  ui.search = make("input", { type: "search", placeholder: "Search", "aria-label": "Search", on: { input: () => { state.search = ui.search.value; filter(); } } });
  ui.show = make("select", { "aria-label": "Show", on: { change: () => { state.show = ui.show.value; filter(); } } });
  const SHOW = { all: "All changes", undecided: "Undecided", accepted: "Accepted", rejected: "Rejected", suggestions: "Suggestions" };
  for (const [value, label] of Object.entries(SHOW)) ui.show.append(make("option", { value, textContent: label }));
  ui.help = help();
  ui.views = ["Changes", "Text"].map((label, k) => make("button", { type: "button", textContent: label, on: { click: () => view(Boolean(k)) } }));

  function view(whole) {
    state.whole = whole;
    ui.views.forEach((button, k) => button.setAttribute("aria-pressed", String(Boolean(k) === whole)));
    render();
    if (currentItem()) go(currentItem());
  }

  function toggleSides() {
    state.sides = !state.sides;
    render();
    if (currentItem()) go(currentItem());
  }

  function help() {
    const keys = [["j / k", "next, previous"], ["a / r", "accept, reject, and go on"], ["u", "undo the last decision"], ["t", "changes or the whole text"], ["v", "in one line or side by side"], ["/", "search"], ["e", "save the decisions"], ["?", "this help"]];
    const list = make("dl");
    for (const [key, meaning] of keys) list.append(make("dt", {}, make("kbd", { textContent: key })), make("dd", { textContent: meaning }));
    const box = make("dialog", { "aria-label": "Keys" }, make("h2", { textContent: "Keys" }), list,
      make("p", { textContent: "What is not decided is made, and suggestions are not. The saved decisions are carried out by" }),
      make("pre", { textContent: "cleaner apply PATH --decisions decisions.json -o OUT" }));
    box.append(make("button", { type: "button", textContent: "Close", on: { click: () => box.close() } }));
    return box;
  }

  const wide = matchMedia("(min-width: 54.01rem)").matches;

  function choice(list, store, key, label, count, pick) {
    const button = make("button", { type: "button", on: { click: () => { pick(); filter(); } } }, make("span", { textContent: label, dir: "auto" }), make("span", { className: "number", textContent: number(count) }));
    store.push([key, button]);
    list.append(make("li", {}, button));
  }

  function files() {
    const box = make("details", { open: wide, hidden: data.documents.length < 2 }, make("summary", { textContent: "Files" }));
    const list = make("ul", { className: "files" });
    choice(list, ui.files, -1, "All files", ui.total, () => { state.file = -1; });
    data.documents.forEach((doc, d) => {
      const count = items.filter((item) => item.d === d && !item.markup).length;
      if (count) choice(list, ui.files, d, text(doc.name), count, () => { state.file = d; });
    });
    box.append(list);
    return box;
  }

  function rules() {
    const box = make("details", { open: wide }, make("summary", { textContent: "Rules" }));
    const counted = new Map();
    for (const item of items) if (!item.markup) counted.set(item.rule, (counted.get(item.rule) || 0) + 1);
    const all = make("ul", { className: "rules" });
    choice(all, ui.rules, "", "All rules", ui.total, () => { state.rule = ""; });
    box.append(all);
    const order = [...counted].sort((one, other) => other[1] - one[1] || (one[0] < other[0] ? -1 : 1));
    const families = new Set([...Object.keys(data.families), ...order.map(([rule]) => rule.split(".")[0])]);
    for (const family of families) {
      const mine = order.filter(([rule]) => rule.split(".")[0] === family);
      if (!mine.length) continue;
      const list = make("ul", { className: "rules" });
      for (const [rule, count] of mine) choice(list, ui.rules, rule, data.titles[rule] || rule, count, () => { state.rule = rule; });
      box.append(make("h2", { textContent: data.families[family] || family }), list);
    }
    return box;
  }

  ui.markup = make("input", { type: "checkbox", on: { change: () => { state.markup = ui.markup.checked; filter(); } } });
  const hidden = items.length - ui.total;
  const button = (label, action, className = "") => make("button", { type: "button", textContent: label, className, on: { click: action } });
  document.body.append(
    make("header", { className: "bar" },
      make("h1", { textContent: data.title, dir: "auto" }),
      make("div", { className: "progress" }, ui.counts, make("div", { className: "track", ariaHidden: "true" }, ui.done, ui.gone)),
      make("div", { className: "acts" },
        make("div", { className: "views", role: "group", "aria-label": "View" }, ...ui.views),
        button("Keys", () => ui.help.showModal(), "keys"),
        make("button", { type: "button", className: "primary", id: "save", on: { click: download } }, wide ? "Save decisions" : "Save"))),
    make("div", { className: "frame" },
      make("aside", { "aria-label": "Choose" }, ui.search, ui.show,
        make("label", { className: "switch", hidden: !hidden }, ui.markup, `mark-up of the page (${number(hidden)})`),
        files(), rules(),
        make("div", { className: "bulk" },
          button("Accept all shown", () => bulk("accepted")), button("Reject all shown", () => bulk("rejected")), button("Clear", () => bulk("")))),
      make("main", {}, ui.pagers[0], ui.cards, ui.whole, ui.panel, ui.pagers[1], ui.live)),
    make("div", { className: "thumb", role: "group", "aria-label": "The chosen change" },
      button("‹", () => move(-1)), button("Reject", () => choose("rejected")), button("Undo", undo), button("Accept", () => choose("accepted")), button("›", () => move(1))),
    ui.map, ui.help,
  );
  for (const [k, label] of [[0, "previous change"], [4, "next change"]]) document.querySelectorAll(".thumb button")[k].setAttribute("aria-label", label);
  document.querySelector("main").append(document.querySelector(".thumb"));

  const keys = {
    j: () => move(1), k: () => move(-1), ArrowDown: () => move(1), ArrowUp: () => move(-1),
    a: () => choose("accepted"), r: () => choose("rejected"), u: undo,
    v: toggleSides, t: () => view(!state.whole), e: download, "/": () => ui.search.focus(), "?": () => ui.help.showModal(),
  };

  document.addEventListener("keydown", (event) => {
    if (event.ctrlKey || event.metaKey || event.altKey || ui.help.open) return;
    if (event.target.matches?.("input[type=search], select, textarea")) {
      if (event.key === "Escape") event.target.blur();
      return;
    }
    const action = keys[event.key];
    if (!action) return;
    event.preventDefault();
    action();
  });
  addEventListener("scroll", () => requestAnimationFrame(drawMap), { passive: true });
  addEventListener("resize", () => requestAnimationFrame(drawMap));

  state.shown = items.filter((item) => !item.markup);
  view(false);
  scrollTo(0, 0);
  globalThis.cleanerReview = { exported, items, state, view };
})();
