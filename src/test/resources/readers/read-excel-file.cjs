// The first sheet of a workbook as read-excel-file reads it.
const { readSheet } = require("read-excel-file/node");
const { cell, print } = require("./cell.cjs");

readSheet(process.argv[2], { trim: false }).then((rows) => rows.forEach((row) => print(row.map(cell))));
