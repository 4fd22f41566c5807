from whimsy.components.words.words import alone as alone
from whimsy.components.words.words import words as words
