from whimsy.components.composer.composer import composer as composer
