-- include lobby/ticket.lua
-- Ends what a person's former active tab did. ARGV: limits, former tab, force ('1': it is the same tab).
-- Returns {'busy'} while that tab has its lease, so that opening a second tab never ends a living chat.
local me = record(ARGV[2])
if not is_engaged(me) and not me.ticket then return {'ok'} end
if ARGV[3] ~= '1' and breathing(me.tab) then return {'busy'} end
if me.room then give_up(me, me.room, 'left') end
drop(me)
redis.call('ZREM', LEASES, me.tab)
redis.call('ZREM', AWAY, me.tab)
redis.call('DEL', key('tab', me.tab))
return {'ok'}
