from whimsy.components.first.first import first as first
