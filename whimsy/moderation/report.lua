-- include moderation/sides.lua
-- Reports the other side of a room, or whoever asked its question. ARGV: limits, tab, holder, room, id, reason, words, how many messages go with it,
-- how many reports may wait for SQL, how long they wait in ms, whom
-- ('partner' or 'asker').
-- Returns {'ok', '1'}, {'ok', '0'} if this side had reported before, which changes nothing, or {why not}.
-- Whom it is about, and what was said, is taken from the room itself.
local me, room = record(ARGV[2]), ARGV[4]
local seat, other = side(me, ARGV[3], room, ARGV[11])
if not seat then return {other} end
local reported = 'reported_' .. seat .. (other == 'q' and 'q' or '')
local f = redis.call('HMGET', key('room', room), 'v' .. seat, 'k' .. seat, 'v' .. other, 'k' .. other, reported, 'call')
if f[5] then return {'ok', '0'} end
if redis.call('LLEN', key('reports')) >= tonumber(ARGV[9]) then return {'full'} end
redis.call('HSET', key('room', room), reported, ARGV[5])
redis.call('RPUSH', key('reports'), cjson.encode({
  id = ARGV[5], room = room, at = NOW, reason = ARGV[6], words = ARGV[7],
  reporter = f[1] or '', reporter_address = f[2] or '', target = f[3] or '', target_address = f[4] or '',
  video = f[6] and true or false, said = last_texts(room, seat, tonumber(ARGV[8]), other),
}))
redis.call('PEXPIRE', key('reports'), ARGV[10])
return {'ok', '1'}
