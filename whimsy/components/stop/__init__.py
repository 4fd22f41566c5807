from whimsy.components.stop.stop import stop as stop
