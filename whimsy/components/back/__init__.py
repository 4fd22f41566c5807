from whimsy.components.back.back import back as back
