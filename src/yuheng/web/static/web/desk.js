// What the workbench does beside htmx: keys, dropped files, and words and claims that open each other.
"use strict";
(() => {
  const one = (selector, root = document) => root.querySelector(selector);
  const all = (selector, root = document) => [...root.querySelectorAll(selector)];
  const isTyping = (element) => element.closest("input:not([type=checkbox]):not([type=radio]), select, textarea, [contenteditable]");

  // an answer that is on its way or not yet alive: a key pressed now would decide on what nobody has read
  const BUSY = ".htmx-request, .htmx-swapping, .htmx-settling, .htmx-added";

  // on a phone the rooms and steps run sideways: the one that is open must be seen
  for (const here of all(".rooms [aria-current], .steps [aria-current]")) {
    const row = here.parentElement;
    row.scrollLeft += here.getBoundingClientRect().left - row.getBoundingClientRect().left - 40;
  }

  // --- keys: any element may name the key that presses it with data-key
  document.addEventListener("keydown", (event) => {
    if (event.isComposing || event.altKey) return;
    const typing = isTyping(event.target);
    if (event.key === "Escape" && typing) { event.target.blur(); return; }
    if ((event.ctrlKey || event.metaKey) && event.key === "Enter" && typing) {
      const form = event.target.closest("form");
      if (form) { event.preventDefault(); form.requestSubmit(one("[data-enter]", form) || undefined); }
      return;
    }
    if (typing || event.ctrlKey || event.metaKey || one(BUSY)) return;
    const wanted = all("[data-key]").find((each) => each.dataset.key === event.key.toLowerCase() && each.offsetParent !== null);
    if (!wanted) return;
    event.preventDefault();
    if (wanted.matches("input, select, textarea")) { wanted.focus(); wanted.select?.(); } else wanted.click();
  });

  document.addEventListener("click", (event) => {
    for (const menu of all("details.menu[open]")) if (!menu.contains(event.target)) menu.open = false;
    const opener = event.target.closest("[data-focus]");
    if (opener) { const field = one(opener.dataset.focus); field?.focus(); field?.select?.(); }
    const copier = event.target.closest("[data-copy]");
    if (copier) { const field = one(copier.dataset.copy); field.focus(); field.select(); document.execCommand("copy"); }  // the clipboard's own interface needs https
    const printer = event.target.closest("[data-print]");
    if (printer) window.print();
  });
  document.addEventListener("change", (event) => {
    if (event.target.matches("[data-submit]")) event.target.form.requestSubmit();
    if (event.target.matches("[data-all]")) for (const each of all(`[name="${event.target.dataset.all}"]`, event.target.form)) each.checked = event.target.checked;
    const drop = event.target.closest(".drop");
    if (drop && event.target.type === "file" && event.target.files.length) drop.closest("form").requestSubmit();
    if (event.target.closest("[data-kinds]")) filterClaims();
  });

  // on a phone the rooms are one row: the one that is open must be seen in it
  const room = one(".rooms a[aria-current]");
  if (room) room.parentElement.scrollLeft = room.offsetLeft - room.parentElement.clientWidth / 2 + room.offsetWidth / 2;

  // --- dropped files and folders
  const readEntry = (entry) => new Promise((resolve) => {
    if (entry.isFile) entry.file((file) => resolve([file]), () => resolve([]));
    else {
      const reader = entry.createReader(), found = [];
      const more = () => reader.readEntries(async (batch) => {
        if (!batch.length) return resolve(found);
        for (const each of batch) found.push(...await readEntry(each));
        more();
      }, () => resolve(found));
      more();
    }
  });
  for (const name of ["dragover", "dragleave", "drop"]) document.addEventListener(name, async (event) => {
    const drop = event.target.closest?.(".drop");
    if (!drop) return;
    event.preventDefault();
    drop.classList.toggle("over", name === "dragover");
    if (name !== "drop") return;
    const entries = [...event.dataTransfer.items].map((item) => item.webkitGetAsEntry?.()).filter(Boolean);
    const given = entries.length ? (await Promise.all(entries.map(readEntry))).flat() : [...event.dataTransfer.files];
    const carried = new DataTransfer();
    for (const file of given) if (!file.name.startsWith(".") && !file.name.startsWith("~$")) carried.items.add(file);
    one("input[type=file]", drop).files = carried.files;
    if (carried.files.length) drop.closest("form").requestSubmit();
  });
  document.addEventListener("submit", (event) => {
    const drop = one(".drop", event.target);
    if (drop) drop.setAttribute("aria-busy", "true");
  });

  // --- the reader: words and claims open each other
  const desk = one(".desk");
  const scrollTo = (pane, element) => {
    if (!element) return;
    if (getComputedStyle(pane).overflowY === "visible") element.scrollIntoView({ block: "center" });
    else pane.scrollTop += element.getBoundingClientRect().top - pane.getBoundingClientRect().top - pane.clientHeight / 3;
  };
  const choose = (id, from) => {
    if (!desk) return;
    for (const each of all(".on", desk)) each.classList.remove("on");
    const words = all(`.c[data-claims~="${CSS.escape(id)}"]`, desk);
    words.forEach((each) => each.classList.add("on"));
    const row = document.getElementById(`claim-${id}`);
    row?.classList.add("on");
    if (from !== "text") scrollTo(one(".text", desk), words[0]);
    if (from !== "list" && row) scrollTo(one(".beside ol", desk), row);
    const link = row && one("a[data-claim]", row);
    if (link) {
      for (const each of all(".more", desk)) if (!row.contains(each)) each.replaceChildren();
      link.dispatchEvent(new Event("open-claim"));
    }
    history.replaceState(null, "", `#claim-${id}`);
  };
  const filterClaims = () => {
    const off = new Set(all("[data-kinds] input:not(:checked)").map((each) => each.value));
    for (const each of all(".c[data-kind]", desk)) each.classList.toggle("off", off.has(each.dataset.kind));
    for (const row of all(".beside li", desk)) row.hidden = off.has(row.dataset.kind);
  };
  if (desk) {
    desk.addEventListener("click", (event) => {
      const words = event.target.closest(".c[data-claims]");
      const link = event.target.closest("a[data-claim]");
      if (!words && !link) return;
      event.preventDefault();
      if (link) { choose(link.dataset.claim, "list"); return; }
      const ids = words.dataset.claims.split(" ");
      const now = ids.findIndex((id) => document.getElementById(`claim-${id}`)?.classList.contains("on"));
      choose(ids[(now + 1) % ids.length], "text");
    });
    document.addEventListener("htmx:afterSwap", (event) => {
      if (event.target.matches(".more")) event.target.closest("li").scrollIntoView({ block: "nearest" });
    });
    const fromHash = () => { if (location.hash.startsWith("#claim-")) choose(location.hash.slice(7), "hash"); };
    document.addEventListener("DOMContentLoaded", fromHash);
    window.addEventListener("load", fromHash, { once: true });
    document.addEventListener("keydown", (event) => {
      if (isTyping(event.target) || !["j", "k"].includes(event.key) || event.ctrlKey || event.metaKey) return;
      const rows = all(".beside li", desk).filter((row) => !row.hidden);
      const now = rows.findIndex((row) => row.classList.contains("on"));
      const next = rows[Math.min(Math.max(now + (event.key === "j" ? 1 : -1), 0), rows.length - 1)];
      if (next) choose(one("a[data-claim]", next).dataset.claim, "key");
    });
  }
})();
