from whimsy.components.opening.opening import opening as opening
