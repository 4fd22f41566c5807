-- include rooms/room.lua
-- Publish an event to the partner alone; nothing is kept. ARGV: limits, tab, holder, room, event.
local me, room = record(ARGV[2]), ARGV[4]
local no = refusal(me, ARGV[3])
if no then return {no} end
local seat, partner = seat_in(me, room)
if not seat then return {partner} end
publish(cjson.decode(ARGV[5]), {partner})
return {'ok'}
