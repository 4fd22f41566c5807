from whimsy.components.ring.ring import ring as ring
from whimsy.components.ring.ring import ring_off as ring_off
