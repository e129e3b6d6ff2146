// The data as the judge reads them, from the shorter form in which the page carries them. ES2018.
const unpackProof = (function () {
  "use strict";

  /** A table of columns and rows as the entries that it was made of; what is null was not there. */
  function entriesOf(table) {
    return table.rows.map((row) => {
      const entry = {};
      row.forEach((cell, place) => { if (cell !== null) entry[table.columns[place]] = cell; });
      return entry;
    });
  }

  /** Paths, each without the folders that it shares with the one before: how many those are, and the rest. */
  function pathsOf(shortened) {
    let before = [];
    return shortened.map((entry) => {
      if (entry === null) return undefined;
      before = before.slice(0, entry[0]).concat(entry[1].split("/"));
      return before.join("/");
    });
  }

  return function unpackProof(packed) {
    const paths = pathsOf(packed.files.map((file) => file[0]));
    const places = pathsOf(packed.files.map((file) => file[4] || null));
    const files = packed.files.map((file, number) => [paths[number], file[1], file[2], file[3], places[number]]);
    const progress = {};
    Object.keys(packed.progress).forEach((unit) => {
      const own = packed.progress[unit];
      progress[unit] = Object.assign({}, own, { observations: entriesOf(own.observations), documents: entriesOf(own.documents) });
      progress[unit].documents.forEach((entry) => {
        if (typeof entry.file === "number") entry.file = paths[entry.file];
        ["reviews", "redelivered"].filter((key) => entry[key]).forEach((key) => {
          entry[key] = entry[key].map(([on, hash, result]) => ({ on: on, hash: hash, result: result }));
        });
      });
    });
    return Object.assign({}, packed, { files: files, progress: progress });
  };
})();
