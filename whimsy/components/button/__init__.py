from whimsy.components.button.button import button as button
