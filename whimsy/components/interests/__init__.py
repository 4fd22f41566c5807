from whimsy.components.interests.interests import interests as interests
