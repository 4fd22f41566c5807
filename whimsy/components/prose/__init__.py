from whimsy.components.prose.prose import prose as prose
