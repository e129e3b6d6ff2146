// Verifying again, in the reader's own browser: verdicts beside their places, and the hash of every file of a folder. ES2018.
(function () {
  "use strict";
  const SLICE = 8 * 1024 * 1024;
  const all = (selector, within) => Array.from((within || document).querySelectorAll(selector));
  const byId = (id) => document.getElementById(id);
  const fill = (text, gaps) => text.replace(/\{(\w+)\}/g, (gap, name) => (name in gaps ? gaps[name] : gap));
  const made = (name, text, kind) => {
    const node = document.createElement(name);
    node.textContent = text;
    if (kind) node.className = kind;
    return node;
  };
  const classOf = (verdict) => verdict.replace(" ", "-");
  let words = {};
  let data = null;

  function start() {
    words = byId("again-words").dataset;
    document.querySelector(".again-missing").hidden = true;
    try {
      data = unpackProof(JSON.parse(byId("again-data").textContent));
      verifyVerdicts();
    } catch (error) {
      data = null;
      say("again-summary", words.unusable, false);
      return;
    }
    const folder = byId("again-folder");
    folder.addEventListener("click", () => { folder.value = ""; }); // the same folder may be chosen once more
    folder.addEventListener("change", () => verifyFolder(Array.from(folder.files)));
  }

  function say(id, text, isGood) {
    const line = byId(id);
    line.textContent = text;
    line.classList.toggle("same", isGood === true);
    line.classList.toggle("differs", isGood === false);
  }

  /* Verdicts. */

  function verifyVerdicts() {
    const judged = judgeAgain(data);
    const differences = eachOnce(compareAgain(data.state, judged).concat(shownOtherwise(judged)));
    judged.rows.forEach((row) => markRow(row, differences));
    judged.vetoes.forEach((veto, place) => markVeto(veto, place, differences));
    const gaps = {
      rows: judged.rows.length,
      measures: judged.rows.reduce((sum, row) => sum + row.measures.length, 0),
      vetoes: judged.vetoes.length,
      n: differences.length,
    };
    say("again-summary", fill(differences.length ? words.differs : words.all, gaps), !differences.length);
    byId("again-differences").hidden = !differences.length;
    byId("again-differences").querySelector("tbody").append(...differences.map(tableRow));
  }

  const eachOnce = (listed) => Array.from(new Map(listed.map((each) => [JSON.stringify(each), each])).values());
  const sheetOf = (row) => byId(data.places.rows[row]);
  const tileOf = (row) => document.querySelector('.tile[href="#' + CSS.escape(data.places.rows[row]).replace(/\\/g, "\\\\") + '"]');
  const partOf = (row, measure) => byId((data.places.measures[row] || {})[measure]);
  const vetoRow = (place) => all("#vetoes tbody tr")[place];

  /** What the page shows to its reader and not only carries: verdicts and figures in their places. */
  function shownOtherwise(judged) {
    const found = [];
    const look = (place, node, verdict) => {
      const label = node && node.querySelector(".vd");
      const isSame = label && label.classList.contains(classOf(verdict)) && ("veto" in place || bare(label) === wordFor(verdict));
      if (!isSame) found.push(Object.assign({ about: "shown verdict", said: label ? bare(label) : "", found: verdict }, place));
    };
    const conclusion = document.querySelector("#now .big");
    if (!conclusion.classList.contains(classOf(judged.verdict))) found.push({ about: "shown verdict", said: conclusion.textContent, found: judged.verdict });
    const applying = (listed) => listed.filter((each) => each.verdict !== "not applicable");
    const share = (listed, isOne) => listed.filter(isOne).length + "/" + listed.length;
    const sums = [
      share(applying(judged.rows), (row) => row.verdict === "met"),
      share(applying(judged.rows), (row) => row.counts),
      share(applying(judged.vetoes), (veto) => veto.verdict === "met" && veto.proven),
    ];
    const gauges = all("#now .gauges li").slice(-4);
    sums.forEach((sum, place) => {
      const shown = gauges[place] ? gauges[place].querySelector("b").textContent : "";
      if (shown !== sum) found.push({ about: "shown sum", said: shown, found: sum });
    });
    judged.vetoes.forEach((veto, place) => look({ veto: veto.id }, vetoRow(place), veto.verdict));
    judged.rows.forEach((row, number) => {
      const tile = tileOf(row.no);
      look({ row: row.no }, tile, row.verdict);
      const sheet = sheetOf(row.no);
      look({ row: row.no }, sheet && sheet.querySelector(".states"), row.verdict);
      row.measures.forEach((measure, at) => {
        const place = { row: row.no, measure: measure.id };
        const part = partOf(row.no, measure.id);
        look(place, part, measure.verdict);
        const stated = ((data.state.rows[number] || { measures: [] }).measures[at] || { values: {} }).values;
        const heads = part ? all(".figures th", part) : [];
        heads.forEach((head, column) => {
          const year = head.textContent.trim();
          const shown = part.querySelectorAll(".figures td")[column].textContent.trim();
          const wanted = stated[year] || (measure.excluded.includes(Number(year)) ? words.notInvolved : "—");
          if (shown !== wanted) found.push(Object.assign({ about: "shown value", year: year, said: shown, found: wanted }, place));
        });
      });
    });
    return found;
  }

  const bare = (label) => {
    const mark = label.querySelector("[aria-hidden]");
    return label.textContent.slice(mark ? mark.textContent.length : 0).trim();
  };
  const wordFor = (verdict) => words[camel(verdict)];
  const camel = (key) => key.replace(/[ -](\w)/g, (gap, letter) => letter.toUpperCase());

  function markRow(row, differences) {
    const own = differences.filter((each) => each.row === row.no);
    const sheet = sheetOf(row.no);
    if (sheet) mark(sheet.querySelector(".states"), own.filter((each) => !each.measure), row.verdict);
    const tile = tileOf(row.no);
    if (tile && own.length) tile.querySelector(".mks").append(made("span", fill(words.other, { found: summary(own, row.verdict) }), "again differs"));
    row.measures.forEach((measure) => {
      const part = partOf(row.no, measure.id);
      const label = part && part.querySelector(".vd");
      if (label) mark(label.parentNode, own.filter((each) => each.measure === measure.id), measure.verdict);
    });
  }

  function markVeto(veto, place, differences) {
    const row = vetoRow(place);
    const label = row && row.querySelector(".vd");
    if (label) mark(label.parentNode, differences.filter((each) => each.veto === veto.id), veto.verdict);
  }

  function mark(node, differences, verdict) {
    const text = differences.length ? fill(words.other, { found: summary(differences, verdict) }) : words.same;
    node.append(" ", made("span", text, differences.length ? "again differs" : "again same"));
  }

  /** The verdict that was found, and whatever else differs. */
  function summary(differences, verdict) {
    const isOther = differences.some((each) => /verdict/.test(each.about));
    const others = differences.filter((each) => !/verdict/.test(each.about) && !(isOther && each.about === "counts"));
    const said = Array.from(new Set(others.map((each) => fill(words.said, { what: aboutIn(each), found: wordOf(each.found) }))));
    return [wordOf(verdict)].concat(said.slice(0, 3)).join(words.between);
  }

  const aboutIn = (difference) => fill(words[camel(difference.about)] || difference.about, difference);

  function wordOf(said) {
    if (said === "true" || said === "false") return said === "true" ? words.yes : words.no;
    return wordFor(said) || said || words.none;
  }

  function tableRow(difference) {
    const row = document.createElement("tr");
    const place = document.createElement("td");
    const address = difference.measure ? (data.places.measures[difference.row] || {})[difference.measure] : difference.row ? data.places.rows[difference.row] : difference.veto ? "vetoes" : "now";
    const part = difference.measure && partOf(difference.row, difference.measure);
    const sheet = difference.row && sheetOf(difference.row);
    const veto = data.standard.vetoes.find((each) => each.id === difference.veto);
    const name = sheet ? sheet.querySelector("h2").firstChild.textContent.trim() : difference.row || (veto ? fill(words.veto, veto) : words.bid);
    const link = made("a", part ? name + " · " + part.getAttribute("aria-label") : name);
    link.href = "#" + (address || "now");
    place.append(link);
    row.append(place, ...[aboutIn(difference), wordOf(difference.said), wordOf(difference.found)].map((text) => made("td", text)));
    return row;
  }

  /* Files. */

  let turn = 0;

  async function verifyFolder(files) {
    turn += 1;
    const own = turn;
    byId("again-lists").textContent = "";
    say("again-files", "");
    if (!files.length) return;
    const chosen = files.map((file) => ({ file: file, name: (file.webkitRelativePath || file.name).normalize("NFC") }));
    const fitted = fit(chosen.map((each) => each.name));
    if (!fitted) {
      say("again-files", words.foreign, false);
      return;
    }
    say("again-files", fill(words.hashing, { n: files.length }));
    const found = new Map();
    const unread = [];
    const steps = progress(chosen);
    for (const each of chosen) {
      const name = fitted.nameOf(each.name);
      try {
        found.set(name, await hashOf(each.file, steps.bytes));
      } catch (error) {
        unread.push(name);
      }
      if (own !== turn) return;
      steps.file();
    }
    steps.end();
    report(fitted, found, unread);
  }

  /** Which recorded names the chosen ones are: below the package, its data folder, the evidence folder, or one in it. */
  function fit(names) {
    const kinds = [{ isPackage: true, expected: recorded((file) => file[4], data.others) }, { isPackage: false, expected: recorded((file) => file[0], {}) }];
    let best = null;
    kinds.forEach(({ isPackage, expected }) => {
      [0, 1, 2, 3].forEach((strip) => {
        (isPackage ? ["", "data/"] : [""]).forEach((before) => {
          const nameOf = (name) => before + name.split("/").slice(strip).join("/");
          const count = names.filter((name) => expected.has(nameOf(name))).length;
          const within = strip ? before : before + names[0].split("/")[0] + "/";
          if (count && (!best || count > best.count)) best = { count: count, isPackage: isPackage, expected: expected, nameOf: nameOf, within: within };
        });
      });
    });
    return best;
  }

  function recorded(nameOf, others) {
    const names = new Map(Object.keys(others).map((name) => [name.normalize("NFC"), { hash: others[name], file: null }]));
    data.files.forEach((file) => {
      if (nameOf(file)) names.set(nameOf(file).normalize("NFC"), { hash: file[1], file: file[0] });
    });
    return names;
  }

  function report(fitted, found, unread) {
    const isWithin = (name) => name.startsWith(fitted.within);
    const out = { same: [], changed: [], lost: [], moved: [], added: [], unread: unread };
    // The files beside data/ were made with this page, which cannot hold its hash.
    const isBeside = (name) => fitted.isPackage && !name.startsWith("data/");
    const beside = Array.from(found.keys()).filter(isBeside).length;
    const held = new Map(data.files.map((file) => [file[0], file[1]]));
    found.forEach((hash, name) => {
      const wanted = fitted.expected.get(name);
      if (!wanted && isBeside(name)) return;
      if (!wanted) out.added.push(name);
      else if (wanted.hash === hash) out.same.push(name);
      else out.changed.push(name);
      if (wanted && wanted.file !== null) held.set(wanted.file, hash);
    });
    fitted.expected.forEach((wanted, name) => {
      if (found.has(name) || unread.includes(name) || !isWithin(name)) return;
      out.lost.push(name);
      if (wanted.file !== null) held.delete(wanted.file);
    });
    out.lost = out.lost.filter((name) => {
      const now = out.added.find((other) => found.get(other) === fitted.expected.get(name).hash);
      if (now === undefined) return true;
      out.added.splice(out.added.indexOf(now), 1);
      out.moved.push(name + " → " + now);
      return false;
    });
    const isWhole = !["changed", "lost", "moved", "added", "unread"].some((kind) => out[kind].length);
    const gaps = { n: found.size - beside };
    Object.keys(out).forEach((kind) => { gaps[kind] = out[kind].length; });
    const isPart = fitted.within !== "" && fitted.within !== "data/";
    const said = [fill(isWhole ? words.whole : words.broken, gaps), isPart ? words.part : "", beside ? fill(words.beside, { n: beside }) : ""];
    say("again-files", said.filter(Boolean).join(" "), isWhole);
    const lists = byId("again-lists");
    ["changed", "lost", "moved", "added", "unread"].filter((kind) => out[kind].length).forEach((kind) => {
      const list = document.createElement("ul");
      list.className = "plain " + kind;
      list.append(...out[kind].sort().map((name) => made("li", name)));
      const head = made("h4", words[kind] + " ");
      head.append(made("small", String(out[kind].length)));
      lists.append(head, list);
    });
    if (isWhole) return;
    const anew = judgedBy(held);
    lists.append(made("h4", words.anew));
    if (!anew.length) lists.append(made("p", words.anewSame));
    else {
      const box = byId("again-differences").cloneNode(true);
      box.removeAttribute("id");
      box.hidden = false;
      box.setAttribute("aria-label", words.anew);
      box.querySelector("tbody").textContent = "";
      box.querySelector("tbody").append(...anew.map(tableRow));
      lists.append(box);
    }
  }

  /** What the State differs in from what the files that were found come to. */
  function judgedBy(held) {
    const files = data.files.filter((file) => held.has(file[0])).map((file) => [file[0], held.get(file[0])].concat(file.slice(2)));
    const before = new Set(compareAgain(data.state, judgeAgain(data)).map((each) => JSON.stringify(each)));
    return compareAgain(data.state, judgeAgain(Object.assign({}, data, { files: files }))).filter((each) => !before.has(JSON.stringify(each)));
  }

  /* Hashes. */

  async function hashOf(file, tell) {
    const subtle = window.crypto && window.crypto.subtle;
    if (subtle && file.size <= Number(byId("again-folder").dataset.piecesFrom)) {
      const digest = await subtle.digest("SHA-256", await bytesOf(file));
      tell(file.size);
      return Array.from(new Uint8Array(digest), (byte) => byte.toString(16).padStart(2, "0")).join("");
    }
    const hash = sha256Script.begin();
    for (let from = 0; from < file.size; from += SLICE) {
      const piece = await bytesOf(file.slice(from, from + SLICE));
      hash.add(new Uint8Array(piece));
      tell(piece.byteLength);
    }
    return hash.end();
  }

  function bytesOf(blob) {
    return new Promise((resolve, reject) => {
      const reader = new FileReader();
      reader.onload = () => resolve(reader.result);
      reader.onerror = () => reject(reader.error);
      reader.readAsArrayBuffer(blob);
    });
  }

  /** A bar and a count; the count is written at most five times a second. */
  function progress(chosen) {
    const bar = byId("again-progress");
    const total = chosen.reduce((sum, each) => sum + each.file.size, 0);
    const mega = (bytes) => (bytes / 1e6).toFixed(1);
    let [files, bytes, last] = [0, 0, 0];
    bar.hidden = false;
    bar.max = total || 1;
    const show = (isLast) => {
      const now = Date.now();
      if (!isLast && now - last < 200) return;
      last = now;
      bar.value = bytes;
      byId("again-count").textContent = fill(words.progress, { done: files, all: chosen.length, size: mega(bytes), total: mega(total) });
    };
    show(true);
    return {
      bytes: (read) => { bytes += read; show(false); },
      file: () => { files += 1; show(false); },
      end: () => { bar.value = bar.max; bytes = total; show(true); },
    };
  }

  if (document.readyState === "loading") document.addEventListener("DOMContentLoaded", start);
  else start();
})();
