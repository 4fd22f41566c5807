from whimsy.components.auto_next.auto_next import auto_next as auto_next
