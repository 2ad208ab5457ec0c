// The review page. Texts come from the JSON in the page and are written with textContent only.
"use strict";
(() => {
  const PAGE = 50; // cards on the screen at once: any number of changes stays quick
  const data = JSON.parse(document.getElementById("data").textContent);
  const text = (value) => (Array.isArray(value) ? value.join("") : value);
  const items = data.documents.flatMap((doc, d) => doc.items.map((item) => ({ ...item, d })));
  items.forEach((item, i) => { item.i = i; item.found = haystack(item); });
  const store = "cleaner-review-" + data.documents.map((doc) => doc.sha256.slice(0, 16)).join("-").slice(0, 200);
  const decisions = load(); // index of item -> "accepted" or "rejected"
  const state = { rule: "", search: "", show: "all", sides: false, shown: items, page: 0, current: 0 };

  // Characters that cannot be seen, or that reorder the text around them, are shown by their number.
  const HIDDEN = /[\u0000-\u0008\u000b-\u001f\u007f-\u00a0\u00ad\u061c\u180e\u2000-\u200f\u2028-\u202f\u2060-\u206f\u3000\ufe00-\ufe0f\ufeff\ufff9-\ufffb]|[\ud800-\udbff](?![\udc00-\udfff])|(?<![\ud800-\udbff])[\udc00-\udfff]/g;

  // In the text around a change only what would steer the view: joiners belong to emoji and to scripts.
  const STEERING = /[\u0000-\u0008\u000b-\u001f\u007f-\u009f\u202a-\u202e\u2066-\u2069]/g;

  function haystack(item) {
    return [item.rule, text(item.before), text(item.after), item.reason, text(data.documents[item.d].name)].join("\n").toLowerCase();
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

  // One line of context and change. sides: "both", "before" or "after".
  function passage(item, sides) {
    const line = make("div", { className: "text", dir: "auto" });
    const around = (parts) => {
      for (const part of parts) {
        if (part.pair) {
          if (sides !== "after" && text(part[0])) line.append(piece("del", part[0], true));
          if (sides !== "before" && text(part[1])) line.append(piece("ins", part[1], true));
        } else write(line, text(part), false);
      }
    };
    around(item.left);
    if (sides !== "after" && text(item.before)) line.append(piece("del", item.before, false));
    if (sides !== "before" && text(item.after)) line.append(piece("ins", item.after, false));
    around(item.right);
    return line;
  }

  for (const item of items) {
    // Contexts alternate: text, pair, text, ...; pairs are marked once, for a text may be an array too.
    item.left.forEach((part, k) => { if (k % 2) part.pair = true; });
    item.right.forEach((part, k) => { if (k % 2) part.pair = true; });
  }

  function card(item) {
    const decision = decisions.get(item.i) || "";
    const suggestion = item.kind === "suggestion";
    const element = make("article", { className: "card " + decision + (item.i === currentItem()?.i ? " current" : ""), tabIndex: -1, id: "item-" + item.i });
    const head = make("div", { className: "head" }, make("span", { className: "rule", textContent: item.rule }));
    head.append(make("span", { textContent: `line ${item.line}, column ${item.column}` }));
    if (data.documents.length > 1) head.append(make("bdi", { textContent: text(data.documents[item.d].name) }));
    if (item.safety !== "safe") head.append(make("span", { className: "badge " + item.safety, textContent: suggestion ? "suggestion" : item.safety }));
    if (item.with) head.append(make("span", { textContent: "with " + item.with.join(", ") }));
    head.append(make("span", { textContent: (suggestion ? "suggestion " : "change ") + item.n }));
    element.append(head);
    if (state.sides) element.append(make("div", { className: "sides" }, passage(item, "before"), passage(item, "after")));
    else element.append(passage(item, "both"));
    if (item.reason) element.append(make("p", { className: "reason", dir: "auto", textContent: item.reason }));
    const button = (kind, label, key) => make("button", {
      className: kind === "accepted" ? "accept" : "reject", "aria-pressed": String(decision === kind), type: "button",
      on: { click: () => { select(item); decide(item, decision === kind ? "" : kind); render(); } },
    }, label + " ", make("kbd", { textContent: key }));
    element.append(make("div", { className: "choices" }, button("accepted", suggestion ? "Take it" : "Accept", "a"), button("rejected", suggestion ? "Leave it" : "Reject", "r")));
    element.addEventListener("mousedown", () => { if (item.i !== currentItem()?.i) { select(item); mark(); } });
    return element;
  }

  const currentItem = () => state.shown[state.current];

  function select(item) {
    const at = state.shown.indexOf(item);
    if (at >= 0) state.current = at;
  }

  function mark() {
    for (const old of document.querySelectorAll(".card.current")) old.classList.remove("current");
    document.getElementById("item-" + currentItem()?.i)?.classList.add("current");
  }

  function decide(item, decision) {
    if (decision) decisions.set(item.i, decision); else decisions.delete(item.i);
    save();
  }

  function filter() {
    const wanted = state.search.toLowerCase();
    const kept = currentItem();
    state.shown = items.filter((item) => (!state.rule || item.rule === state.rule) && (!wanted || item.found.includes(wanted)) && passes(item));
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

  function move(by) {
    if (!state.shown.length) return;
    state.current = Math.min(state.shown.length - 1, Math.max(0, state.current + by));
    const page = Math.floor(state.current / PAGE);
    if (page !== state.page) { state.page = page; render(); } else mark();
    document.getElementById("item-" + currentItem().i)?.scrollIntoView({ block: "nearest" });
  }

  function bulk(decision) {
    for (const item of state.shown) decide_quietly(item, decision);
    save();
    render();
  }

  function decide_quietly(item, decision) {
    if (decision) decisions.set(item.i, decision); else decisions.delete(item.i);
  }

  function exported() {
    const documents = data.documents.map((doc, d) => ({ name: doc.name, sha256: doc.sha256, rejected: [], accepted: [], suggestions: [] }));
    for (const [i, decision] of [...decisions].sort((one, other) => one[0] - other[0])) {
      const item = items[i];
      if (!item) continue;
      const short = { n: item.n, start: item.start, end: item.end, rule: item.rule };
      const whole = { ...short, line: item.line, context: item.cut ? "" : context(item) };
      if (item.kind === "suggestion") { if (decision === "accepted") documents[item.d].suggestions.push(short); }
      else if (decision === "rejected") documents[item.d].rejected.push(whole);
      else documents[item.d].accepted.push(item.n);
    }
    return { kind: "cleaner-decisions", version: 1, documents };
  }

  // The original line around a change: what a rule must leave alone from now on.
  function context(item) {
    const before = (parts) => parts.map((part) => text(part.pair ? part[0] : part)).join("");
    const left = before(item.left), right = before(item.right);
    return left.slice(left.lastIndexOf("\n") + 1) + text(item.before) + right.split("\n")[0];
  }

  function download() {
    const blob = new Blob([JSON.stringify(exported(), null, 1) + "\n"], { type: "application/json" });
    const link = make("a", { href: URL.createObjectURL(blob), download: "decisions.json" });
    document.body.append(link);
    link.click();
    link.remove();
    setTimeout(() => URL.revokeObjectURL(link.href), 10000);
  }

  function render() {
    const counts = { accepted: 0, rejected: 0 };
    for (const decision of decisions.values()) counts[decision] += 1;
    ui.counts.textContent = `${items.length.toLocaleString("en")} in all, ${counts.accepted} accepted, ${counts.rejected} rejected`;
    for (const [rule, button] of ui.rules) button.setAttribute("aria-pressed", String(state.rule === rule));
    const from = state.page * PAGE;
    ui.cards.replaceChildren(...state.shown.slice(from, from + PAGE).map(card));
    if (!state.shown.length) ui.cards.append(make("p", { className: "empty", textContent: items.length ? "Nothing matches." : "Nothing was changed." }));
    const last = Math.max(0, Math.ceil(state.shown.length / PAGE) - 1);
    const label = state.shown.length ? `${(from + 1).toLocaleString("en")}–${Math.min(from + PAGE, state.shown.length).toLocaleString("en")} of ${state.shown.length.toLocaleString("en")}` : "";
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

  // ---- the page ----

  const ui = { rules: [], pagers: [make("nav", { className: "pages" }), make("nav", { className: "pages" })] };
  ui.counts = make("span", { className: "counts", role: "status" });
  ui.cards = make("section", { "aria-label": "Changes" });
  ui.search = make("input", { type: "search", placeholder: "Search", "aria-label": "Search", on: { input: () => { state.search = ui.search.value; filter(); } } });
  ui.view = make("button", { type: "button", on: { click: toggleView } });
  ui.show = make("select", { "aria-label": "Show", on: { change: () => { state.show = ui.show.value; filter(); } } });
  for (const name of ["all", "undecided", "accepted", "rejected", "suggestions"]) ui.show.append(make("option", { value: name, textContent: name[0].toUpperCase() + name.slice(1) }));
  ui.help = help();

  function toggleView() {
    state.sides = !state.sides;
    ui.view.textContent = state.sides ? "Inline" : "Side by side";
    render();
    document.getElementById("item-" + currentItem()?.i)?.scrollIntoView({ block: "nearest" });
  }

  function help() {
    const keys = [["j / k", "next, previous"], ["a / r", "accept, reject, and go on"], ["u", "no decision"], ["v", "inline or side by side"], ["/", "search"], ["e", "save the decisions"], ["?", "this help"]];
    const list = make("dl");
    for (const [key, meaning] of keys) list.append(make("dt", {}, make("kbd", { textContent: key })), make("dd", { textContent: meaning }));
    const box = make("dialog", {}, list);
    box.append(make("button", { type: "button", textContent: "Close", on: { click: () => box.close() } }));
    return box;
  }

  function rules() {
    const counted = new Map();
    for (const item of items) counted.set(item.rule, (counted.get(item.rule) || 0) + 1);
    const list = make("ul", { className: "rules" });
    const add = (rule, label, count) => {
      const button = make("button", { type: "button", on: { click: () => { state.rule = rule; filter(); } } }, make("span", { textContent: label }), make("span", { className: "number", textContent: count.toLocaleString("en") }));
      ui.rules.push([rule, button]);
      list.append(make("li", {}, button));
    };
    add("", "All rules", items.length);
    for (const [rule, count] of [...counted].sort((one, other) => other[1] - one[1] || (one[0] < other[0] ? -1 : 1))) add(rule, rule, count);
    return list;
  }

  const wide = matchMedia("(min-width: 50.01rem)").matches;
  document.body.append(
    make("header", { className: "bar" },
      make("h1", { textContent: data.title, dir: "auto" }), ui.counts, ui.search, ui.show, ui.view,
      make("button", { type: "button", textContent: "Keys", on: { click: () => ui.help.showModal() } }),
      make("button", { type: "button", className: "primary", id: "save", on: { click: download } }, "Save decisions")),
    make("main", {},
      make("aside", {},
        make("details", { open: wide }, make("summary", { textContent: "Rules" }), rules()),
        make("div", { className: "bulk" },
          make("button", { type: "button", textContent: "Accept all shown", on: { click: () => bulk("accepted") } }),
          make("button", { type: "button", textContent: "Reject all shown", on: { click: () => bulk("rejected") } }),
          make("button", { type: "button", textContent: "Clear", on: { click: () => bulk("") } }))),
      make("div", {}, ui.pagers[0], ui.cards, ui.pagers[1])),
    ui.help,
  );

  const keys = {
    j: () => move(1), k: () => move(-1), ArrowDown: () => move(1), ArrowUp: () => move(-1),
    a: () => choose("accepted"), r: () => choose("rejected"), u: () => choose(""),
    v: toggleView, e: download, "/": () => ui.search.focus(), "?": () => ui.help.showModal(),
  };

  function choose(decision) {
    const item = currentItem();
    if (!item) return;
    decide(item, decision);
    const fresh = card(item);
    document.getElementById("item-" + item.i)?.replaceWith(fresh);
    const counts = [...decisions.values()];
    ui.counts.textContent = `${items.length.toLocaleString("en")} in all, ${counts.filter((one) => one === "accepted").length} accepted, ${counts.filter((one) => one === "rejected").length} rejected`;
    if (decision) move(1);
  }

  document.addEventListener("keydown", (event) => {
    if (event.ctrlKey || event.metaKey || event.altKey || ui.help.open) return;
    if (event.target.matches?.("input, select, textarea")) {
      if (event.key === "Escape") event.target.blur();
      return;
    }
    const action = keys[event.key];
    if (!action) return;
    event.preventDefault();
    action();
  });

  toggleView();
  toggleView();
  globalThis.cleanerReview = { exported, items };
})();
