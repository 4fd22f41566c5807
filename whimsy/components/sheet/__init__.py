from whimsy.components.sheet.sheet import sheet as sheet
