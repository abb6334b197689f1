// The first sheet of a workbook as exceljs streams it.
const ExcelJS = require("exceljs");
const { cell, print } = require("./cell.cjs");

(async () => {
  const workbook = new ExcelJS.stream.xlsx.WorkbookReader(process.argv[2], { worksheets: "emit", styles: "cache" });
  for await (const sheet of workbook) {
    let width = 0;
    for await (const row of sheet) {
      width = width || row.cellCount;
      print(Array.from({ length: width }, (_, column) => cell(row.getCell(column + 1).value)));
    }
    break;
  }
})();
