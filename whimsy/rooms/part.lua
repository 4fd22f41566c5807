-- include rooms/room.lua
-- The tab's socket is gone. ARGV: limits, tab, holder, grace in ms.
-- Only the holder can say so, as the close of an old socket says nothing about the new one.
local me = record(ARGV[2])
if me.holder == ARGV[3] and redis.call('ZSCORE', LEASES, me.tab) then lapse(me, tonumber(ARGV[4])) end
return {'ok'}
