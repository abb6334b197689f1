// The first sheet of a workbook as SheetJS reads it.
const XLSX = require("xlsx");
const { cell, print } = require("./cell.cjs");

const workbook = XLSX.readFile(process.argv[2], { dense: true, sheets: 0 });
const sheet = workbook.Sheets[workbook.SheetNames[0]];
XLSX.utils.sheet_to_json(sheet, { header: 1, raw: true, defval: null, blankrows: true }).forEach((row) => print(row.map(cell)));
