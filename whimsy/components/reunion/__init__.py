from whimsy.components.reunion.reunion import is_awaited as is_awaited
from whimsy.components.reunion.reunion import reunions as reunions
from whimsy.components.reunion.reunion import waiting as waiting
from whimsy.components.reunion.reunion import wish_button as wish_button
