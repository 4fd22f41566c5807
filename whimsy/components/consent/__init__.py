from whimsy.components.consent.consent import consent as consent
from whimsy.components.consent.consent import video_button as video_button
