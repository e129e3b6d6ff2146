// What the second judge found, beside what the State says: every difference with its place. ES2018.
const compareAgain = (function () {
  "use strict";
  const { read, compare, rounded } = exactNumbers;

  /** A figure as text, with as many decimals as another text has. */
  function textOf(figure, like) {
    if (!figure) return "";
    if (figure.state !== undefined) return figure.state;
    if (!figure.value) return "";
    const decimals = (/\.(\d+)$/.exec(like || "") || ["", ""])[1].length;
    return rounded(figure.value, like ? decimals : 2);
  }

  /** Whether a text gives a figure: as written, or, of one that was computed, rounded to its own decimals. */
  function gives(text, figure) {
    if (!figure || text === undefined) return !figure && text === undefined;
    if (figure.state !== undefined) return figure.state === text;
    const number = read(text);
    if (!number || !figure.value) return false;
    return figure.computed ? textOf(figure, text) === text : compare(number, figure.value) === 0;
  }

  function years(said, found) {
    return Array.from(new Set(Object.keys(said).concat(Object.keys(found)))).sort();
  }

  /** Every difference: `about` says of what, `said` what the State says, `found` what the second judge came to. */
  function compareAgain(state, judged) {
    const differences = [];
    const differ = (place, about, said, found) => {
      if (said !== found) differences.push(Object.assign({ about: about, said: String(said), found: String(found) }, place));
    };
    differ({}, "verdict", state.verdict, judged.verdict);
    differ({}, "by figures", state.by_figures, judged.by_figures);
    differ({}, "rows", state.rows.map((row) => row.no).join(" "), judged.rows.map((row) => row.no).join(" "));
    differ({}, "vetoes", state.vetoes.map((veto) => veto.id).join(" "), judged.vetoes.map((veto) => veto.id).join(" "));
    judged.vetoes.forEach((veto, place) => {
      const said = state.vetoes[place] || {};
      ["verdict", "answer", "through", "proven"].forEach((key) => differ({ veto: veto.id }, key, said[key], veto[key]));
    });
    judged.rows.forEach((row, place) => {
      const said = state.rows[place] || { proof: {}, measures: [] };
      ["verdict", "counts", "accepted", "returned"].forEach((key) => differ({ row: row.no }, key, said[key], row[key]));
      ["there", "waived", "owed"].forEach((key) => differ({ row: row.no }, key, said.proof[key], row.proof[key]));
      differ({ row: row.no }, "measures", said.measures.map((each) => each.id).join(" "), row.measures.map((each) => each.id).join(" "));
      row.measures.forEach((measure, number) => {
        const own = said.measures[number] || { values: {}, computed: {} };
        const at = { row: row.no, measure: measure.id };
        differ(at, "verdict", own.verdict, measure.verdict);
        [["values", "value"], ["computed", "computed"]].forEach(([key, about]) => {
          years(own[key], measure[key]).forEach((year) => {
            if (!gives(own[key][year], measure[key][year])) {
              differences.push(Object.assign({ about: about, year: year, said: own[key][year] || "", found: textOf(measure[key][year], own[key][year]) }, at));
            }
          });
        });
      });
    });
    return differences;
  }

  return compareAgain;
})();
