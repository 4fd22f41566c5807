from whimsy.components.focus.focus import focus as focus
