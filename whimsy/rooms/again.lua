-- include rooms/side.lua
-- Notes that one side of a room would like to meet the other again. ARGV: limits, tab, holder, room, what names the
-- reunion, how long it can be used in ms. Once both would like it the reunion exists, and both are told so.
-- Before that the other side learns nothing, so nobody sees that their wish is not shared. Returns {'ok'} or {why not}.
local me, room = record(ARGV[2]), ARGV[4]
local seat, other = side(me, ARGV[3], room)
if not seat then return {other} end
redis.call('HSET', key('room', room), 'again_' .. seat, '1')
local f = redis.call('HMGET', key('room', room), 'again_' .. other, 'again', 'pa', 'pb')
if not f[1] or f[2] then return {'ok'} end
for _, pair in ipairs({{f[3], f[4]}, {f[4], f[3]}}) do
  if redis.call('SISMEMBER', key('blocks', pair[1]), pair[2]) == 1 then return {'ok'} end
end
redis.call('HSET', key('room', room), 'again', ARGV[5])
redis.call('SET', key('reunion', ARGV[5]), '1', 'PX', ARGV[6])
append(room, {kind = 'system', code = 'again', seat = ''})
return {'ok'}
