from whimsy.components.preview.preview import call_start as call_start
from whimsy.components.preview.preview import held as held
from whimsy.components.preview.preview import preview as preview
