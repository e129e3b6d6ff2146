// Opens workbooks with SheetJS (xlsx) or ExcelJS, makes the entries that are wanted, and saves them: `node resave.mjs FOLDER`.
// FOLDER has the packages in node_modules; what is wanted comes as JSON on stdin.
import { createRequire } from "node:module";
import { readFileSync, writeFileSync } from "node:fs";

const require = createRequire(`${process.argv[2]}/here.js`);

const programs = {
  async xlsx({ opened, saved, entries, read, written }) {
    const XLSX = require("xlsx");
    const book = XLSX.read(readFileSync(opened), { type: "buffer", ...read });
    for (const { sheet, cell, number, text, day } of entries) {
      const [year, month, date] = (day ?? "2000-01-01").split("-").map(Number);
      const value = day
        ? { t: "d", v: new Date(year, month - 1, date) }
        : text !== undefined ? { t: "s", v: text } : { t: "n", v: number };
      const { z } = book.Sheets[sheet][cell] ?? {};
      book.Sheets[sheet][cell] = z && !text ? { ...value, z } : value;
    }
    writeFileSync(saved, XLSX.write(book, { type: "buffer", bookType: "xlsx", ...written }));
  },
  async exceljs({ opened, saved, entries, written }) {
    const { Workbook } = require("exceljs");
    const book = new Workbook();
    await book.xlsx.readFile(opened);
    for (const { sheet, cell, number, text, day, runs } of entries)
      book.getWorksheet(sheet).getCell(cell).value = runs
        ? { richText: runs.map((run, place) => ({ text: run, font: { bold: place % 2 === 0 } })) }
        : day ? new Date(day) : text ?? number;
    await book.xlsx.writeFile(saved, written);
  },
};

for (const { program, ...wanted } of JSON.parse(readFileSync(0, "utf8"))) await programs[program](wanted);
