from whimsy.components.call.call import call as call
