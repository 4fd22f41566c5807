-- include lobby/ticket.lua
-- Stops a search. ARGV: limits, tab, holder. Returns {'ok'}, {'paired', room} if a match was faster, or {'displaced'}.
local me = record(ARGV[2])
if me.holder and me.holder ~= ARGV[3] then return {'displaced'} end
if is_engaged(me) then return {'paired', me.room} end
drop(me)
redis.call('ZREM', LEASES, me.tab)
redis.call('ZREM', AWAY, me.tab)
return {'ok'}
