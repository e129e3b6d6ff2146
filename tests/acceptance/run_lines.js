// Scripts of the page in Node: FUNCTION FILES…; for each line of JSON that comes in, one goes out.
"use strict";
const fs = require("fs");
const readline = require("readline");

const [called, ...files] = process.argv.slice(2);
const source = files.map((file) => fs.readFileSync(file, "utf8")).join("\n");
const answer = new Function(source + "\nreturn " + called)();

readline.createInterface({ input: process.stdin }).on("line", (line) => {
  process.stdout.write(JSON.stringify(answer(JSON.parse(line))) + "\n");
});
