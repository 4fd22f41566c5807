-- include moderation/sides.lua
-- Returns the messages that a report of a room would carry. ARGV: limits, tab, holder, room, how many messages, whom.
local me, room = record(ARGV[2]), ARGV[4]
local seat, other = side(me, ARGV[3], room, ARGV[6])
if not seat then return {other} end
return {'ok', cjson.encode(last_texts(room, seat, tonumber(ARGV[5]), other))}
