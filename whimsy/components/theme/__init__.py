from whimsy.components.theme.theme import theme as theme
