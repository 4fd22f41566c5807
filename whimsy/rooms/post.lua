-- include rooms/room.lua
-- include rooms/toll.lua
-- Say something. ARGV: limits, tab, holder, room, nonce, text, the inbox of a process that shows the line to its own
-- tabs by itself ('' for none), then as `toll` has them. Returns {'ok', seq, at, seat, holder of the partner's tab,
-- counts…}; {'again', seq, at, seat, text} for a nonce that this room has seen, so that a retry has one effect;
-- {'too_fast', ms}; {'flood', counts…}; or {why not}.
local tab, holder, room, nonce, inbox = ARGV[2], ARGV[3], ARGV[4], ARGV[5], ARGV[7]
local counts = {}
if #KEYS > 1 then
  local wait, said, flood = toll(8)
  if wait then return {'too_fast', wait} end
  if flood then return {'flood', unpack(said)} end
  counts = said
end
local f = redis.call('HMGET', key('tab', tab), 'holder', 'room')
local me = {tab = tab, holder = f[1], room = f[2]}
local no = refusal(me, holder)
if no then return {no} end
local seat, partner = seat_in(me, room)
if not seat then return {partner} end
local said = redis.call('HGET', key('nonces', room), seat .. nonce)
if said then
  local line = line_of(room, tonumber(said)) or {at = NOW, text = ARGV[6]}
  return {'again', tonumber(said), string.format('%.0f', line.at), seat, line.text}
end
local entry = {kind = 'text', seat = seat, nonce = nonce, text = ARGV[6]}
local seq = add(room, entry)
redis.call('HSET', key('nonces', room), seat .. nonce, seq)
-- The first text makes the key of the nonces, which needs an end.
if redis.call('HINCRBY', key('room', room), 'texts', 1) == 1 then expire_room(room, HOUR) end
local theirs = redis.call('HGET', key('tab', partner), 'holder') or ''
local event = {type = 'appended', room = room, entry = entry}
if inbox == '' then
  -- The author is told last, as nobody waits for their own words.
  publish(event, {partner, tab})
elseif theirs ~= '' and inbox_of(theirs) ~= inbox then
  tell(theirs, partner, event)
end
return {'ok', seq, string.format('%.0f', NOW), seat, theirs, unpack(counts)}
