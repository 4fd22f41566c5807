from whimsy.components.preview.preview import held as held
from whimsy.components.preview.preview import preview as preview
from whimsy.components.preview.preview import video_start as video_start
