// The timetable's picture: pick a meeting up and put it down, with the mouse, a finger or the keys.
// What is put down goes through the form #move: the server's verifier decides, and this script knows no rule.
"use strict";
(() => {
  const form = document.getElementById("move");
  const picture = document.querySelector("svg.timetable");
  if (!form || !picture) return;
  const cells = [...picture.querySelectorAll(".cell")];
  const at = new Map(cells.map((cell) => [cell.id, cell]));
  const place = (cell) => cell.id.split("-").slice(1).map(Number);
  let picked = null;

  const choose = (cell) => {
    form.elements.pair.value = cell.dataset.pair;
    [form.elements.slot.value, form.elements.table.value] = place(cell);
  };
  const pick = (cell) => {
    picked?.classList.remove("picked");
    picked?.removeAttribute("aria-pressed");
    picked = cell;
    if (!cell) return;
    cell.classList.add("picked");
    cell.setAttribute("aria-pressed", "true");
    choose(cell);
  };
  const put = (cell) => {
    if (!cell.dataset.slot) return;
    [form.elements.slot.value, form.elements.table.value] = place(cell);
    form.requestSubmit();
  };
  const press = (cell) => {
    if (!picked) { if (cell.dataset.pair) pick(cell); return; }
    if (cell === picked) pick(null); else put(cell);
  };
  const focus = (cell) => {
    for (const each of cells) if (each.tabIndex === 0) each.tabIndex = -1;
    cell.tabIndex = 0;
    cell.focus();
  };
  (cells.find((cell) => cell.dataset.pair) || cells[0])?.setAttribute("tabindex", "0");

  form.elements.pair.addEventListener("change", () => {
    const option = form.elements.pair.selectedOptions[0];
    if (option) [form.elements.slot.value, form.elements.table.value] = [option.dataset.slot, option.dataset.table];
    const cell = option && at.get(`c-${option.dataset.slot}-${option.dataset.table}`);
    if (cell) { pick(cell); cell.scrollIntoView({ block: "nearest", inline: "nearest" }); }
  });

  picture.addEventListener("keydown", (event) => {
    const cell = event.target.closest(".cell");
    if (!cell || event.ctrlKey || event.metaKey || event.altKey) return;
    if (event.key === "Enter" || event.key === " ") { event.preventDefault(); press(cell); return; }
    if (event.key === "Escape") { pick(null); return; }
    const step = { ArrowLeft: [-1, 0], ArrowRight: [1, 0], ArrowUp: [0, -1], ArrowDown: [0, 1] }[event.key];
    if (!step) return;
    event.preventDefault();
    const [slot, table] = place(cell);
    const next = at.get(`c-${slot + step[0]}-${table + step[1]}`);
    if (next) focus(next);
  });

  // --- dragging: a short press is a click, a long way is a drag
  let from = null, begun = null, aimed = null;
  const aim = (cell) => {
    aimed?.classList.remove("aim");
    aimed = cell && cell !== from && cell.dataset.slot ? cell : null;
    aimed?.classList.add("aim");
  };
  const under = (event) => document.elementFromPoint(event.clientX, event.clientY)?.closest("svg.timetable .cell");
  picture.addEventListener("pointerdown", (event) => {
    const cell = event.target.closest(".cell");
    if (!cell || event.button !== 0) return;
    from = cell;
    begun = [event.clientX, event.clientY];
  });
  document.addEventListener("pointermove", (event) => {
    if (!from || !from.dataset.pair || event.pointerType === "touch") return;
    const far = Math.hypot(event.clientX - begun[0], event.clientY - begun[1]) > 6;
    if (far && picked !== from) pick(from);
    if (far) aim(under(event));
  });
  document.addEventListener("pointerup", (event) => {
    if (!from) return;
    const start = from, target = aimed;
    from = null;
    aim(null);
    if (target) { put(target); return; }
    const cell = under(event);
    if (cell === start) { focus(cell); press(cell); }
  });
  document.addEventListener("pointercancel", () => { from = null; aim(null); });
  if (location.hash.startsWith("#c-")) { const cell = at.get(location.hash.slice(1)); if (cell) focus(cell); }
})();
