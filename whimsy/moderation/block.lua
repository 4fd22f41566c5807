-- include moderation/sides.lua
-- Blocks the other side of a room, leaves it if it is open, and ends the reunion that the two wished for. Blocks
-- whoever asked its question, who then watches no more, while the two go on.
-- ARGV: limits, tab, holder, room, how long in ms, how many blocks may wait for SQL, whom. Returns {'ok', one, other}, two
-- persons as the lobby compares them, or {why not}.
local me, room = record(ARGV[2]), ARGV[4]
local seat, other = side(me, ARGV[3], room, ARGV[7])
if not seat then return {other} end
local one = redis.call('HGET', key('room', room), 'p' .. seat)
local them = redis.call('HGET', key('room', room), 'p' .. other)
if redis.call('SADD', key('blocks', one), them) == 1 and redis.call('LLEN', key('blocked')) < tonumber(ARGV[6]) then
  redis.call('RPUSH', key('blocked'), cjson.encode({person = one, other = them, at = NOW}))
  redis.call('PEXPIRE', key('blocked'), ARGV[5])
end
redis.call('PEXPIRE', key('blocks', one), ARGV[5])
if other == 'q' then
  local _, _, _, q = seats(room)
  if q then give_up(record(q), room, 'blocked') end
  return {'ok', one, them}
end
local reunion = redis.call('HGET', key('room', room), 'again')
if reunion then redis.call('DEL', key('reunion', reunion)) end
local _, _, closed = seats(room)
if not closed then close(room, seat, 'left') end
return {'ok', one, them}
