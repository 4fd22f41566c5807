from whimsy.components.tips.tips import tips as tips
