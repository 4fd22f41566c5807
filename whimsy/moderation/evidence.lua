-- include moderation/sides.lua
-- Returns the messages that a report of a room would carry. ARGV: limits, tab, holder, room, how many messages.
local me, room = record(ARGV[2]), ARGV[4]
local seat, why = side(me, ARGV[3], room)
if not seat then return {why} end
return {'ok', cjson.encode(last_texts(room, seat, tonumber(ARGV[5])))}
