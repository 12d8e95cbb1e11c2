// Tables that are sorted by their headings and sieved by a word.

const LONG = 8;

function compare(first, second) {
  if (first === "" || second === "") return (first === "") - (second === "");
  const numbers = [Number(first), Number(second)];
  if (!numbers.some(Number.isNaN)) return numbers[0] - numbers[1];
  return first.localeCompare(second);
}

function sort(table, column, heading) {
  const isDown = heading.getAttribute("aria-sort") === "descending"
    || (!heading.hasAttribute("aria-sort") && !heading.classList.contains("number"));
  for (const other of table.tHead.rows[0].cells) other.removeAttribute("aria-sort");
  heading.setAttribute("aria-sort", isDown ? "ascending" : "descending");
  const body = table.tBodies[0];
  const keyed = [...body.rows].map((row) => [row.cells[column].dataset.sort, row]);
  keyed.sort(([first], [second]) => {
    const isUnknown = first === "" || second === "";
    return compare(first, second) * (isDown || isUnknown ? 1 : -1);
  });
  body.append(...keyed.map(([, row]) => row));
}

function startTable(table) {
  [...table.tHead.rows[0].cells].forEach((heading, column) => {
    const button = document.createElement("button");
    button.type = "button";
    button.append(...heading.childNodes);
    button.addEventListener("click", () => sort(table, column, heading));
    heading.append(button);
  });
  if (table.tBodies[0].rows.length <= LONG) return;
  const sieve = document.createElement("input");
  sieve.type = "search";
  sieve.className = "sieve";
  sieve.placeholder = "Find in these rows";
  sieve.setAttribute("aria-label", "Find in these rows");
  sieve.addEventListener("input", () => {
    const wanted = sieve.value.toLowerCase();
    for (const row of table.tBodies[0].rows) row.hidden = !row.textContent.toLowerCase().includes(wanted);
  });
  table.closest(".scroll").before(sieve);
}

export function startTables(root) {
  for (const table of root.querySelectorAll(".scroll > table")) startTable(table);
}
