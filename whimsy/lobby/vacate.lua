-- include lobby/ticket.lua
-- A person sits down elsewhere: end what their old tab did. ARGV: limits, old tab, force ('1': it is the same tab).
-- Refused with {'busy'} while that tab breathes, so that opening a second tab never ends a living chat.
local me = record(ARGV[2])
local seat = me.room and seat_in(me, me.room)
if not seat and not me.ticket then return {'ok'} end
if ARGV[3] ~= '1' and breathing(me.tab) then return {'busy'} end
if seat then close(me.room, seat, 'left') end
drop(me)
redis.call('ZREM', LEASES, me.tab)
redis.call('ZREM', AWAY, me.tab)
redis.call('DEL', key('tab', me.tab))
return {'ok'}
