"use strict";
const find = document.querySelector(".find");
const rows = [...document.querySelectorAll("details.finding")].map((row) => [row, row.textContent]);
const shown = document.querySelector(".shown");
function filter() {
  const words = find.value.trim().split(/\s+/).filter(Boolean);
  let count = 0;
  for (const [row, text] of rows) {
    row.hidden = !words.every((word) => text.includes(word));
    if (!row.hidden) count += 1;
  }
  shown.textContent = words.length ? `${count} 条` : "";
}
if (find) find.addEventListener("input", filter);
function openNamed() {
  const row = location.hash.length > 1 && document.getElementById(location.hash.slice(1));
  if (row && row.tagName === "DETAILS") { row.open = true; row.scrollIntoView({ block: "center" }); }
}
addEventListener("hashchange", openNamed);
openNamed();
addEventListener("beforeprint", () => rows.forEach(([row]) => { row.open = true; }));
