from whimsy.components.words.words import alone as alone
