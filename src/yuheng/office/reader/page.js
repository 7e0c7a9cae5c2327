"use strict";
(() => {
  const WORDS = {
    zh: {
      brand: "原文与台账", documents: "文档", outline: "目录", claims: "断言", text: "正文", other: "EN",
      other_title: "Switch to English", search: "筛选：指标、主体、原文、序号（按 / ）", scope_doc: "本文档",
      scope_all: "全部文档", scope: "范围", count: "{n} 条，共 {all} 条", none: "没有符合条件的断言。",
      none_doc: "这份文档里没有读出断言。", issues: "{n} 个问题", unread: "{n} 个文件未编入", boilerplate: "页面附属文字",
      legend: "按类型显示", n: "序号", kind: "类型", main: "内容", value: "数值", period: "期间", previous: "上一条",
      next: "下一条", in_table: "在表中查看", close: "关闭", characters: "{n} 字", file: "文件",
      target: "目标", actual: "实绩", task: "任务", agreement: "协议", siting: "布局", advice: "建议", measure: "政策措施", offer: "供给", need: "需求",
      heading: "标题", place: "位置", subject: "主体", stated: "数值原文", measured: "口径", hedged: "力争", period_stated: "期间原文",
      owners: "责任主体", due: "期限", sector: "领域", conditional: "引导支持", parties: "各方", about: "内容",
      stage: "阶段", planned: "拟议", signed: "时间", site_place: "地点", amount: "金额", witnesses: "见证",
      tier: "层级", district: "区县", industries: "产业", status: "状态", adviser: "建议人", addressee: "对象",
      form: "方式", beneficiary: "受益对象", condition: "条件", yes: "是", id: "编号",
      party: "单位", class: "分类", specification: "规格", until: "有效期至",
      level: "总量", growth: "增长", share: "占比", flow: "期间量",
      "doc.plan": "规划", "doc.opinion": "意见", "doc.measures": "办法措施", "doc.notice": "通知", "doc.report": "报告",
      "doc.news": "新闻", "doc.list": "清单",
    },
    en: {
      brand: "Documents and ledger", documents: "Documents", outline: "Outline", claims: "Claims", text: "Text", other: "中文",
      other_title: "切换到中文", search: "Filter: indicator, subject, words, number ( / )", scope_doc: "This document",
      scope_all: "All documents", scope: "Scope", count: "{n} of {all}", none: "No claim fits the filter.",
      none_doc: "No claim was read in this document.", issues: "Issues: {n}", unread: "Not compiled: {n}", boilerplate: "Page furniture",
      legend: "Show by kind", n: "No.", kind: "Kind", main: "Content", value: "Amount", period: "Period", previous: "Previous",
      next: "Next", in_table: "Show in table", close: "Close", characters: "{n} characters", file: "File",
      target: "Target", actual: "Actual", task: "Task", agreement: "Agreement", siting: "Siting", advice: "Advice", measure: "Measure", offer: "Offer", need: "Need",
      heading: "Heading", place: "Place", subject: "Subject", stated: "As stated", measured: "Measure", hedged: "Hedged", period_stated: "Period as stated",
      owners: "Owners", due: "Due", sector: "Sector", conditional: "Supports others", parties: "Parties", about: "Subject",
      stage: "Stage", planned: "Planned", signed: "Signed", site_place: "Place", amount: "Amount", witnesses: "Witnesses",
      tier: "Tier", district: "District", industries: "Industries", status: "Status", adviser: "Adviser", addressee: "Addressee",
      form: "Form", beneficiary: "Beneficiary", condition: "Condition", yes: "yes", id: "Id",
      party: "Party", class: "Class", specification: "Specification", until: "Until",
      level: "level", growth: "growth", share: "share", flow: "flow",
      "doc.plan": "Plan", "doc.opinion": "Opinion", "doc.measures": "Measures", "doc.notice": "Notice", "doc.report": "Report",
      "doc.news": "News", "doc.list": "List",
    },
  };
  const TRANSLATED = new Set(["measured"]);
  const ROWS_AT_ONCE = 150;
  const BLOCKS_AT_ONCE = 400;

  const at = (id) => document.getElementById(id);
  const index = JSON.parse(at("index").textContent);
  const claims = index.claims;
  const byId = new Map(claims.map((claim, i) => [claim.id, i]));
  const perDoc = index.documents.map(() => []);
  claims.forEach((claim, i) => perDoc[claim.f].push(i));
  const bodies = new Map();
  const body = (doc) => {
    if (!bodies.has(doc)) bodies.set(doc, JSON.parse(at("document-" + doc).textContent));
    return bodies.get(doc);
  };

  const state = {
    lang: document.documentElement.lang.startsWith("en") ? "en" : "zh",
    doc: -1, selected: -1, off: new Set(), query: "", scope: "doc", sort: "n", down: false, shown: [], rows: 0, blocks: 0,
  };
  const say = (key, values = {}) =>
    (WORDS[state.lang][key] ?? key).replace(/\{(\w+)\}/g, (_, name) => String(values[name]));
  const make = (tag, name = "", text = "") => {
    const element = document.createElement(tag);
    if (name) element.className = name;
    if (text) element.textContent = text;
    return element;
  };
  const act = (name, text, what) => {
    const button = make("button", name, text);
    button.type = "button";
    button.addEventListener("click", what);
    return button;
  };

  /* ---- the text ---- */

  // Cuts [start, end) wherever a claim begins or ends; each piece is wrapped by its claims, the longest outermost.
  const wrapped = (parent, doc, start, end, inside) => {
    const { text } = body(doc);
    const cuts = new Set([start, end]);
    for (const i of inside) {
      for (const [from, to] of claims[i].at) {
        if (from > start && from < end) cuts.add(from);
        if (to > start && to < end) cuts.add(to);
      }
    }
    const edges = [...cuts].sort((a, b) => a - b);
    for (let k = 0; k + 1 < edges.length; k += 1) {
      const [from, to] = [edges[k], edges[k + 1]];
      const over = inside
        .filter((i) => claims[i].at.some(([a, b]) => a <= from && b >= to))
        .sort((a, b) => length(claims[b]) - length(claims[a]) || a - b);
      let place = parent;
      for (const i of over) {
        const span = make("span", "c " + claims[i].k + (state.off.has(claims[i].k) ? " off" : ""));
        span.dataset.c = i;
        const last = claims[i].at[claims[i].at.length - 1][1];
        if (last === to) span.dataset.last = claims[i].n;
        place.append(span);
        place = span;
      }
      place.append(text.slice(from, to));
    }
  };
  const length = (claim) => claim.at.reduce((sum, [a, b]) => sum + b - a, 0);

  const renderDocument = (doc) => {
    state.doc = doc;
    state.blocks = 0;
    const sheet = at("sheet");
    sheet.replaceChildren(head(doc));
    sheet.append(make("div", "", ""));
    sheet.lastChild.id = "blocks";
    spans.length = 0;
    for (const i of perDoc[doc]) for (const [a, b] of claims[i].at) spans.push([a, b, i]);
    spans.sort((x, y) => x[0] - y[0] || x[1] - y[1]);
    longest = spans.reduce((most, [a, b]) => Math.max(most, b - a), 0);
    renderBlocks(BLOCKS_AT_ONCE);
    at("pane-text").scrollTop = 0;
    listDocuments();
    listHeadings();
  };
  const spans = [];
  let longest = 0;
  const insideOf = (start, end) => {
    let low = 0;
    let high = spans.length;
    while (low < high) {
      const middle = (low + high) >> 1;
      if (spans[middle][0] < start - longest) low = middle + 1; else high = middle;
    }
    const found = new Set();
    for (let k = low; k < spans.length && spans[k][0] < end; k += 1) if (spans[k][1] > start) found.add(spans[k][2]);
    return [...found];
  };

  const head = (doc) => {
    const meta = index.documents[doc];
    const box = make("div", "meta");
    const first = make("div");
    first.append(make("strong", "", meta.title || meta.name));
    box.append(first);
    const facts = [meta.issuer, meta.number, meta.issued, meta.kind ? say("doc." + meta.kind) : "", meta.region];
    box.append(make("div", "", facts.filter(Boolean).join(" · ")));
    const size = say("characters", { n: meta.characters.toLocaleString("en-US") });
    box.append(make("div", "", [meta.name, size, "SHA-256 " + meta.sha256.slice(0, 12)].join(" · ")));
    const { issues } = body(doc);
    if (issues.length) {
      const details = make("details");
      details.append(make("summary", "", say("issues", { n: issues.length })));
      const list = make("ul");
      for (const [message, quote] of issues) list.append(make("li", "", quote ? message + "　“" + quote + "”" : message));
      details.append(list);
      box.append(details);
    }
    return box;
  };

  const renderBlocks = (until) => {
    const doc = state.doc;
    const { blocks } = body(doc);
    const root = at("blocks");
    while (state.blocks < Math.min(until, blocks.length)) {
      const [start, end, kind, level] = blocks[state.blocks];
      const block = make("div", "b " + kind + (level ? " l" + Math.min(level, 6) : ""));
      block.id = "b-" + state.blocks;
      if (kind === "heading" || kind === "title") {
        block.setAttribute("role", "heading");
        block.setAttribute("aria-level", String(Math.min((level || 0) + 1, 6)));
      }
      if (kind === "table") renderCells(group(root, "table"), block, doc, start, end, body(doc).cells[state.blocks]);
      else {
        wrapped(block, doc, start, end, insideOf(start, end));
        (kind === "box" ? group(root, "box") : kind === "boilerplate" ? group(root, "boilerplate") : root).append(block);
      }
      state.blocks += 1;
    }
    if (state.blocks < blocks.length) {
      setTimeout(() => { if (state.doc === doc) renderBlocks(state.blocks + BLOCKS_AT_ONCE); }, 0);
    }
  };
  // Boxes, tables and page furniture that follow each other share one frame.
  const group = (root, kind) => {
    const last = root.lastElementChild;
    if (last && last.dataset.group === kind) return kind === "table" ? last.firstChild : last;
    let frame;
    if (kind === "boilerplate") {
      frame = make("details", "furniture");
      frame.append(make("summary", "", say("boilerplate")));
    } else frame = make(kind === "box" ? "aside" : "div", kind === "box" ? "frame" : "grid");
    frame.dataset.group = kind;
    root.append(frame);
    if (kind !== "table") return frame;
    frame.append(make("table"));
    return frame.firstChild;
  };
  // A block is a cell (Word, PDF) or a whole row with tabs between its cells (lists); the reader's marks tell rows apart.
  const renderCells = (table, block, doc, start, end, cell) => {
    let row = table.lastElementChild;
    if (!row || !cell || row.dataset.row !== String(cell[0])) {
      row = make("tr");
      if (cell) row.dataset.row = cell[0];
      table.append(row);
    }
    let column = cell ? cell[1] : 0;
    let from = start;
    let n = 1;
    for (const words of body(doc).text.slice(start, end).split("\t")) {
      const place = from === start ? block : make("div", "b table");
      if (words.length <= 8) place.classList.add("short");
      cellOf(row, column).append(place);
      wrapped(place, doc, from, from + words.length, insideOf(from, from + words.length));
      from += words.length + 1;
      n += 1;
      column = cell?.[n] ?? column + 1; // an empty cell leaves no tab behind
    }
  };
  const cellOf = (row, column) => {
    while (row.cells.length <= column) row.append(make("td"));
    return row.cells[column];
  };
  const blockOf = (offset) => {
    const { blocks } = body(state.doc);
    let low = 0;
    let high = blocks.length;
    while (low < high) {
      const middle = (low + high) >> 1;
      if (blocks[middle][1] <= offset) low = middle + 1; else high = middle;
    }
    return low;
  };

  /* ---- the left ---- */

  const listDocuments = () => {
    at("documents").replaceChildren(...index.documents.map((meta, doc) => {
      const item = make("li");
      const button = act("", "", () => { openDocument(doc); showTab("text"); });
      button.append(make("span", "name", meta.title || meta.name), make("span", "n", String(perDoc[doc].length)));
      button.title = meta.name;
      button.setAttribute("aria-current", String(doc === state.doc));
      item.append(button);
      return item;
    }));
    const unread = at("unread");
    unread.replaceChildren();
    if (!index.unread.length) return;
    const details = make("details", "unread");
    details.append(make("summary", "", say("unread", { n: index.unread.length })));
    for (const [name, message] of index.unread) details.append(make("b", "", name), make("span", "", message));
    unread.append(details);
  };
  const listHeadings = () => {
    const { text, blocks } = body(state.doc);
    const items = [];
    blocks.forEach(([start, end, kind, level], i) => {
      if (kind !== "heading") return;
      const item = make("li", "l" + Math.min(level || 1, 6));
      const words = text.slice(start, end);
      const button = act("", "", () => {
        renderBlocks(i + BLOCKS_AT_ONCE);
        showTab("text");
        at("b-" + i).scrollIntoView({ block: "start" });
        flash([at("b-" + i)]);
      });
      button.append(make("span", "name", words.length > 40 ? words.slice(0, 40) + "…" : words));
      item.append(button);
      items.push(item);
    });
    at("headings").replaceChildren(...items);
  };
  const openDocument = (doc) => {
    if (doc === state.doc) return;
    state.selected = -1;
    renderDocument(doc);
    refresh();
    showCard();
  };

  /* ---- the table ---- */

  const KEYS = { n: (c) => c.n, kind: (c) => index.kinds.indexOf(c.k), main: (c) => c.m, value: (c) => c.x ?? -Infinity, period: (c) => c.p };
  const haystack = (i) => {
    const claim = claims[i];
    if (claim.hay === undefined) {
      const said = body(claim.f).text.slice(claim.s[0], claim.s[1]);
      claim.hay = [claim.m, claim.u, claim.v, claim.p, said, claim.id, ...claim.d.map(([, value]) => value)].join("\n").toLowerCase();
    }
    return claim.hay;
  };
  const fits = (i, words) => {
    const claim = claims[i];
    return !state.off.has(claim.k) && words.every((word) => /^#?\d+$/.test(word) && String(claim.n) === word.replace("#", "")
      ? true : haystack(i).includes(word));
  };
  const refresh = () => {
    const words = state.query.toLowerCase().split(/\s+/).filter(Boolean);
    const pool = state.scope === "doc" ? perDoc[state.doc] : claims.map((_, i) => i);
    const key = KEYS[state.sort];
    const order = (a, b) => (a < b ? -1 : a > b ? 1 : 0);
    const compare = (a, b) => (typeof a === "string" ? a.localeCompare(b, "zh") : order(a, b));
    state.shown = pool.filter((i) => fits(i, words));
    state.shown.sort((a, b) => (state.down ? -1 : 1) * compare(key(claims[a]), key(claims[b])) || a - b);
    at("rows").replaceChildren();
    state.rows = 0;
    renderHead();
    renderRows(ROWS_AT_ONCE);
    at("count").textContent = say("count", { n: state.shown.length, all: pool.length });
    at("more").className = state.shown.length ? "" : "none";
    at("more").textContent = state.shown.length ? "" : say(pool.length ? "none" : "none_doc");
    at("scroll").scrollTop = 0;
  };
  const renderHead = () => {
    at("head").replaceChildren(...Object.keys(KEYS).map((name) => {
      const cell = make("th", "col-" + name);
      cell.scope = "col";
      cell.dataset.name = say(name);
      const sorted = state.sort === name;
      cell.setAttribute("aria-sort", sorted ? (state.down ? "descending" : "ascending") : "none");
      cell.append(act("", say(name) + (sorted ? (state.down ? " ↓" : " ↑") : ""), () => {
        state.down = sorted && !state.down;
        state.sort = name;
        refresh();
      }));
      return cell;
    }));
  };
  const renderRows = (until) => {
    const rows = at("rows");
    for (; state.rows < Math.min(until, state.shown.length); state.rows += 1) {
      const i = state.shown[state.rows];
      const claim = claims[i];
      const row = make("tr");
      row.dataset.r = i;
      const kind = make("td");
      kind.append(make("span", "tag c " + claim.k, say(claim.k)));
      const main = make("td");
      main.append(act("", claim.m || "—", () => {}));
      const sub = [claim.u, state.scope === "all" ? index.documents[claim.f].name : ""].filter(Boolean).join(" · ");
      if (sub) main.append(make("span", "sub", sub));
      row.append(make("td", "n", String(claim.n)), kind, main);
      if (claim.v || claim.p) row.append(make("td", "v", claim.v), make("td", "", claim.p));
      else main.colSpan = 3;
      rows.append(row);
      if (i === state.selected) expand(row);
    }
  };
  const expand = (row) => {
    for (const old of document.querySelectorAll("tr.detail")) old.remove();
    for (const old of document.querySelectorAll("tr.on")) { old.classList.remove("on"); old.removeAttribute("aria-selected"); }
    row.classList.add("on");
    row.setAttribute("aria-selected", "true");
    const detail = make("tr", "detail");
    const cell = make("td");
    cell.colSpan = 5;
    cell.append(...details(state.selected));
    detail.append(cell);
    row.after(detail);
  };
  const flat = (words) => words.replace(/[\n\t]/g, "｜"); // a table's row on one line
  const details = (i) => {
    const claim = claims[i];
    const { text } = body(claim.f);
    const said = make("p", "said");
    said.lang = "zh";
    let from = claim.s[0];
    for (const [a, b] of claim.at) {
      if (a < from || b > claim.s[1]) continue;
      said.append(flat(text.slice(from, a)), make("b", "", flat(text.slice(a, b))));
      from = b;
    }
    said.append(flat(text.slice(from, claim.s[1])));
    const list = make("dl", "detail-list");
    const facts = [...claim.d, ["heading", claim.h], ["place", claim.w], ["id", claim.id]];
    for (const [name, value] of facts) {
      if (value) list.append(make("dt", "", say(name)), make("dd", "", TRANSLATED.has(name) || value === "yes" ? say(value) : value));
    }
    return [said, list];
  };

  /* ---- both ---- */

  const flash = (elements) => {
    for (const element of elements) {
      element.classList.remove("flash");
      void element.offsetWidth;
      element.classList.add("flash");
    }
  };
  // `from` is where the person clicked: that side stays still and the other one moves.
  const select = (i, from) => {
    const claim = claims[i];
    if (claim.f !== state.doc) { renderDocument(claim.f); if (state.scope === "doc") refresh(); }
    state.selected = i;
    let position = state.shown.indexOf(i);
    if (position < 0) {
      state.query = at("query").value = "";
      state.off.delete(claim.k);
      renderLegend();
      refresh();
      position = state.shown.indexOf(i);
    }
    renderBlocks(blockOf(claim.at[0][0]) + 50);
    if (position >= state.rows) renderRows(position + 50);
    for (const old of document.querySelectorAll(".c.on")) old.classList.remove("on");
    const marks = [...document.querySelectorAll('#sheet [data-c="' + i + '"]')];
    for (const mark of marks) mark.classList.add("on");
    const row = document.querySelector('#rows [data-r="' + i + '"]');
    expand(row);
    if (from !== "text") {
      showTab("text");
      marks[0]?.closest("details")?.setAttribute("open", "");
      marks[0]?.scrollIntoView({ block: "center" });
      flash(marks);
    }
    if (from !== "table") {
      const box = at("scroll");
      box.scrollTop += row.getBoundingClientRect().top - box.getBoundingClientRect().top - box.clientHeight / 3;
      flash([row]);
    }
    if (location.hash !== "#c-" + claim.id) history.replaceState(null, "", "#c-" + claim.id);
    showCard();
  };
  const showCard = () => {
    const card = at("card");
    card.hidden = state.selected < 0;
    if (card.hidden) return;
    const claim = claims[state.selected];
    const top = make("div", "top");
    top.append(make("span", "tag c " + claim.k, say(claim.k)), make("span", "what", [claim.m, claim.v].filter(Boolean).join("　")));
    const acts = make("div", "acts");
    acts.append(
      act("quiet", say("previous"), () => step(-1)),
      act("quiet", say("next"), () => step(1)),
      act("quiet", say("in_table"), () => { showTab("claims"); select(state.selected, "text"); }),
      act("quiet", say("close"), () => { card.hidden = true; }),
    );
    const list = details(state.selected)[1];
    card.replaceChildren(top, list, acts);
  };
  const step = (by) => {
    if (!state.shown.length) return;
    const here = state.shown.indexOf(state.selected);
    const next = here < 0 ? (by > 0 ? 0 : state.shown.length - 1) : here + by;
    if (next >= 0 && next < state.shown.length) select(state.shown[next], "keys");
  };
  const showTab = (name) => {
    document.body.dataset.tab = name;
    for (const button of at("tabs").children) button.setAttribute("aria-current", String(button.dataset.name === name));
  };
  const renderLegend = () => {
    const counts = Object.fromEntries(index.kinds.map((kind) => [kind, 0]));
    for (const claim of claims) counts[claim.k] += 1;
    at("legend").setAttribute("aria-label", say("legend"));
    at("legend").replaceChildren(...index.kinds.filter((kind) => counts[kind]).map((kind) => {
      const button = act("", "", () => {
        if (state.off.has(kind)) state.off.delete(kind); else state.off.add(kind);
        for (const mark of document.querySelectorAll("#sheet .c." + kind)) mark.classList.toggle("off", state.off.has(kind));
        renderLegend();
        refresh();
      });
      button.append(make("span", "c " + kind, say(kind)), make("span", "n", String(counts[kind])));
      button.setAttribute("aria-pressed", String(!state.off.has(kind)));
      return button;
    }));
    for (const mark of document.querySelectorAll("#sheet .c")) {
      mark.classList.toggle("off", state.off.has(claims[Number(mark.dataset.c)].k));
    }
  };
  const speak = () => {
    document.documentElement.lang = state.lang === "zh" ? "zh-CN" : "en";
    for (const element of document.querySelectorAll("[data-i18n]")) element.textContent = say(element.dataset.i18n);
    at("lang").textContent = say("other");
    at("lang").title = say("other_title");
    at("query").placeholder = say("search");
    at("query").setAttribute("aria-label", say("search"));
    at("scope").setAttribute("aria-label", say("scope"));
    at("scope").replaceChildren(...["doc", "all"].map((name) => {
      const option = make("option", "", say("scope_" + name));
      option.value = name;
      return option;
    }));
    at("scope").value = state.scope;
    at("tabs").replaceChildren(...["text", "claims", "outline"].map((name) => {
      const button = act("", say(name), () => showTab(name));
      button.dataset.name = name;
      return button;
    }));
    at("pane-outline").setAttribute("aria-label", say("outline"));
    at("pane-text").setAttribute("aria-label", say("text"));
    at("pane-claims").setAttribute("aria-label", say("claims"));
    renderLegend();
    showTab(document.body.dataset.tab);
  };

  at("lang").addEventListener("click", () => {
    state.lang = state.lang === "zh" ? "en" : "zh";
    const { selected } = state;
    speak();
    renderDocument(state.doc);
    refresh();
    if (selected >= 0) select(selected, "keys");
  });
  at("query").addEventListener("input", () => { state.query = at("query").value; refresh(); });
  at("scope").addEventListener("change", () => { state.scope = at("scope").value; refresh(); });
  at("sheet").addEventListener("click", (event) => {
    const over = [];
    for (let mark = event.target.closest("[data-c]"); mark; mark = mark.parentElement.closest("[data-c]")) {
      if (!mark.classList.contains("off")) over.push(Number(mark.dataset.c));
    }
    if (!over.length || String(getSelection())) return;
    select(over[(over.indexOf(state.selected) + 1) % over.length], "text");
  });
  at("rows").addEventListener("click", (event) => {
    const row = event.target.closest("[data-r]");
    if (row) select(Number(row.dataset.r), "table");
  });
  new IntersectionObserver((entries) => {
    if (entries.some((entry) => entry.isIntersecting)) renderRows(state.rows + ROWS_AT_ONCE);
  }, { root: at("scroll"), rootMargin: "600px" }).observe(at("more"));
  document.addEventListener("keydown", (event) => {
    if (event.ctrlKey || event.metaKey || event.altKey) return;
    const typing = document.activeElement?.closest("input, select, textarea");
    if (event.key === "Escape") { at("query").blur(); at("card").hidden = true; return; }
    if (typing) return;
    if (event.key === "j") step(1);
    else if (event.key === "k") step(-1);
    else if (event.key === "/") { event.preventDefault(); showTab("claims"); at("query").focus(); at("query").select(); }
  });
  addEventListener("beforeprint", () => { renderBlocks(Infinity); renderRows(Infinity); });
  const followHash = () => {
    const found = byId.get(location.hash.replace(/^#c-/, ""));
    if (found !== undefined && found !== state.selected) select(found, "keys");
  };
  addEventListener("hashchange", followHash);

  const named = byId.get(location.hash.replace(/^#c-/, ""));
  speak();
  renderDocument(named === undefined ? 0 : claims[named].f);
  refresh();
  followHash();
})();
