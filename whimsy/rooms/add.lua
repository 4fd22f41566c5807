-- include rooms/room.lua
-- include visitors/pay.lua
-- Adds a line to a room's log, and tells both. KEYS[2]: the budget that pays. ARGV: limits, tab, holder, room, the line
-- (JSON), uses and ms of the budget. If the line names another by `to`, that must be a message the log still keeps.
-- Returns {'ok'}, {'too_fast', ms} or {why not}.
local wait = pay(KEYS[2], tonumber(ARGV[6]), tonumber(ARGV[7]), NOW)
if wait then return {'too_fast', wait} end
local me, room, line = record(ARGV[2]), ARGV[4], cjson.decode(ARGV[5])
local no = refusal(me, ARGV[3])
if no then return {no} end
local seat, why = seat_in(me, room)
if not seat then return {why} end
if line.to and not message(room, line.to) then return {'message_gone'} end
line.seat = seat
append(room, line)
return {'ok'}
