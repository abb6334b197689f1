// A cell as a line of JSON has it: text, truth, null, or a number as {"n": digits}; days count from 1899-12-30.
const DAY = 86400000;
const DAYS_TO_1970 = 25569;

exports.cell = (value) => {
  if (value === undefined || value === null) return null;
  if (value instanceof Date) return { n: String(value.getTime() / DAY + DAYS_TO_1970) };
  if (typeof value === "number") return { n: String(value) };
  return value;
};

exports.print = (cells) => process.stdout.write(JSON.stringify(cells) + "\n");
