// The board's script: filters, search, sorting, and one sheet at a time. Without it everything is open. ES2018.
(function () {
  "use strict";
  const root = document.documentElement;
  root.classList.add("js");
  if (/^#(indicator|measure|unit)-/.test(location.hash)) root.classList.add("drilled");

  const all = (selector, within) => Array.from((within || document).querySelectorAll(selector));
  const fold = (text) => text.normalize("NFKC").toLowerCase();
  const words = (text) => fold(text).split(/\s+/).filter(Boolean);
  const clean = (node) => node.textContent.replace(/\s+/g, " ").trim();

  /* One sheet at a time, named by the address. */

  function placeOf(hash) {
    let id = hash.slice(1);
    try {
      id = decodeURIComponent(id);
    } catch (error) {
      return null;
    }
    return id ? document.getElementById(id) : null;
  }

  let last = "";

  function show(moves) {
    const place = placeOf(location.hash);
    const sheet = place && place.closest(".sheet");
    all(".sheet.open").forEach((other) => other.classList.toggle("open", other === sheet));
    if (sheet) sheet.classList.add("open");
    root.classList.toggle("drilled", Boolean(sheet));
    const name = sheet && sheet.querySelector("h2");
    document.title = name ? clean(name) + " – " + title : title;
    const from = last;
    last = location.hash;
    if (!moves || !place) return;
    if (sheet) {
      const whole = place === sheet;
      (whole ? sheet : place).scrollIntoView();
      focus(whole ? name : place);
      return;
    }
    const tile = from && !place.matches("tr") && place.querySelector('a[href="' + CSS.escape(from).replace(/^\\#/, "#") + '"]');
    (tile || place).scrollIntoView(tile ? { block: "center" } : undefined);
    focus(tile || place.querySelector("h2") || place);
  }

  function focus(node) {
    if (!node) return;
    if (!node.matches("a, button, input, [tabindex]")) node.setAttribute("tabindex", "-1");
    node.focus({ preventScroll: true });
  }

  const title = document.title;

  /* Tiles. */

  function filterTiles(button) {
    const key = button.dataset.key;
    all("button[data-key]").forEach((other) => {
      other.setAttribute("aria-pressed", String(other === button));
    });
    all(".domain").forEach((domain) => {
      const tiles = all("li", domain);
      tiles.forEach((tile) => out(tile, key && !tile.dataset.keys.split(" ").includes(key)));
      out(domain, tiles.every((tile) => tile.hasAttribute("data-out")));
    });
  }

  function out(node, isOut) {
    if (isOut) node.setAttribute("data-out", "");
    else node.removeAttribute("data-out");
  }

  /* Findings. */

  function filterFindings() {
    const severity = document.getElementById("by-severity").value;
    const unit = document.getElementById("by-unit").value;
    const wanted = words(document.getElementById("by-text").value);
    const rows = all("#findings tbody tr");
    let left = 0;
    rows.forEach((row) => {
      const fits =
        (!severity || row.dataset.severity === severity) &&
        (unit === "*" || row.dataset.unit === unit) &&
        holds(row, wanted);
      out(row, !fits);
      if (fits) left += 1;
    });
    const count = document.getElementById("finding-count");
    count.textContent = count.dataset.words.replace("{n}", left).replace("{all}", rows.length);
  }

  const texts = new WeakMap();

  function textOf(node) {
    if (!texts.has(node)) texts.set(node, fold(clean(node)));
    return texts.get(node);
  }

  function holds(node, wanted) {
    return wanted.every((word) => textOf(node).includes(word));
  }

  /* Search. */

  const MOST = 40;
  let places = null;

  function searched() {
    if (places) return places;
    places = [];
    all(".tiles a").forEach((tile) => places.push({ node: tile, href: tile.getAttribute("href"), label: () => clean(tile.querySelector(".no")) + " " + clean(tile.querySelector(".nm")) }));
    all("#ranking tbody tr").forEach((row) => {
      const to = row.querySelector("a");
      if (to) places.push({ node: to, href: to.getAttribute("href"), label: () => clean(to) });
    });
    all(".doc").forEach((row) => {
      const sheet = row.closest(".sheet");
      places.push({ node: row, href: "#" + row.parentNode.id, label: () => clean(sheet.querySelector("h2").firstChild) + " " + clean(row.cells[0]) + " " + clean(row.cells[1].firstChild) });
    });
    all("#findings tbody tr, #rectification tbody tr, #projects tbody tr, #vetoes tbody tr").forEach((row) => {
      const section = row.closest("section");
      places.push({ node: row, href: "#" + (row.id || section.id), label: () => clean(row).slice(0, 90) });
    });
    return places;
  }

  function search(text) {
    const results = document.getElementById("results");
    const wanted = words(text);
    results.textContent = "";
    results.hidden = !wanted.length;
    if (!wanted.length) return;
    const found = searched().filter((place) => holds(place.node, wanted) || (place.node.matches(".doc") && wanted.every((word) => textOf(place.node).includes(word) || fold(place.label()).includes(word))));
    const said = document.createElement("p");
    said.textContent = found.length
      ? results.dataset.more.replace("{n}", found.length).replace("{shown}", Math.min(found.length, MOST))
      : results.dataset.none;
    const list = document.createElement("ul");
    found.slice(0, MOST).forEach((place) => {
      const to = document.createElement("a");
      to.href = place.href;
      to.textContent = place.label();
      list.appendChild(document.createElement("li")).appendChild(to);
    });
    results.append(said, list);
  }

  /* Sorting. */

  function sortable(table) {
    all("thead th", table).forEach((head, column) => {
      const button = document.createElement("button");
      button.type = "button";
      button.append(...head.childNodes);
      head.append(button);
      button.addEventListener("click", () => sort(table, head, column));
    });
  }

  function sort(table, head, column) {
    const order = head.getAttribute("aria-sort") === "ascending" ? "descending" : "ascending";
    all("thead th", table).forEach((other) => other.removeAttribute("aria-sort"));
    head.setAttribute("aria-sort", order);
    const sign = order === "ascending" ? 1 : -1;
    Array.from(table.tBodies).forEach((body) => {
      const keyed = Array.from(body.rows, (row) => ({ row, key: keyOf(row.cells[column]) }));
      keyed.sort((one, other) => sign * compare(one.key, other.key));
      body.append(...keyed.map((entry) => entry.row));
    });
  }

  function keyOf(cell) {
    const text = cell ? clean(cell) : "";
    const number = /^-?\d+(\.\d+)?(?=%|$|\s|\/)/.exec(text);
    return number ? Number(number[0]) : text;
  }

  const collator = new Intl.Collator(root.lang || undefined, { numeric: true });

  function compare(one, other) {
    if (typeof one === "number" && typeof other === "number") return one - other;
    if (typeof one === "number") return -1;
    if (typeof other === "number") return 1;
    return collator.compare(one, other);
  }

  /* All of it. */

  function start() {
    all("button[data-key]").forEach((button) => button.addEventListener("click", () => filterTiles(button)));
    const form = document.getElementById("finding-filters");
    if (form) {
      form.addEventListener("input", filterFindings);
      form.addEventListener("submit", (event) => event.preventDefault());
      filterFindings();
    }
    const input = document.getElementById("search");
    let waits = 0;
    input.addEventListener("input", () => {
      clearTimeout(waits);
      waits = setTimeout(() => search(input.value), 80);
    });
    document.getElementById("results").addEventListener("click", (event) => {
      if (!event.target.closest("a")) return;
      input.value = "";
      setTimeout(() => search(""), 0);
    });
    const whole = document.getElementById("whole");
    if (whole) whole.addEventListener("click", () => {
      const isWhole = root.classList.toggle("whole");
      whole.setAttribute("aria-pressed", String(isWhole));
      all("details").forEach((part) => { part.open = isWhole; });
    });
    all("details").forEach((part) => { part.open = false; });
    let closed = [];
    addEventListener("beforeprint", () => {
      closed = all("details:not([open])").filter((part) => part.offsetParent);
      closed.forEach((part) => { part.open = true; });
    });
    addEventListener("afterprint", () => closed.forEach((part) => { part.open = false; }));
    all("table.sortable").forEach(sortable);
    addEventListener("hashchange", () => show(true));
    addEventListener("keydown", (event) => {
      if (event.key !== "Escape") return;
      if (input.value) {
        input.value = "";
        search("");
        input.focus();
      } else if (root.classList.contains("drilled")) {
        location.hash = document.querySelector(".sheet.open .back a").getAttribute("href");
      }
    });
    show(false);
    // Afterwards the browser itself goes to the address, and takes the focus away.
    if (location.hash) addEventListener("load", () => setTimeout(() => show(true), 0));
  }

  if (document.readyState === "loading") document.addEventListener("DOMContentLoaded", start);
  else start();
})();
