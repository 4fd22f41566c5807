from whimsy.components.proof.proof import proof as proof
