-- include rooms/room.lua
-- Leave the room it was aimed at. ARGV: limits, tab, holder, room, reason, forget ('1': back to the start).
-- To leave twice, or a room that the store lost or that one is not in, changes nothing: both may leave at once.
local me, room, reason, forget = record(ARGV[2]), ARGV[4], ARGV[5], ARGV[6] == '1'
if refusal(me, ARGV[3]) == 'displaced' then return {'displaced'} end
give_up(me, room, reason)
if forget and me.room == room then redis.call('HDEL', key('tab', me.tab), 'room', 'watched') end
return {'ok'}
