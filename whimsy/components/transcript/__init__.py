from whimsy.components.transcript.transcript import transcript as transcript
