from whimsy.components.delay.delay import delay as delay
