from whimsy.components.herald.herald import herald as herald
