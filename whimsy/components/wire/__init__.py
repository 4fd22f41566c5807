from whimsy.components.wire.wire import way as way
from whimsy.components.wire.wire import wire as wire
