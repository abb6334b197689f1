"""The first sheet of a workbook as openpyxl streams it; cells as in cell.cjs."""

import datetime
import json
import sys

import openpyxl
from openpyxl.utils.datetime import to_excel


def cell(value):
    if value is None or isinstance(value, (str, bool)):
        return value
    if isinstance(value, datetime.datetime) or isinstance(value, datetime.date):
        return {"n": repr(to_excel(value))}
    return {"n": repr(value)}


workbook = openpyxl.load_workbook(sys.argv[1], read_only=True)
width = 0
for row in workbook.worksheets[0].iter_rows(values_only=True):
    width = width or len(row)
    # Rows end with their last cell.
    print(json.dumps([cell(value) for value in row] + [None] * (width - len(row))))
