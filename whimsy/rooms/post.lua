-- include rooms/room.lua
-- include rooms/toll.lua
-- Say something. ARGV: limits, tab, holder, room, nonce, text, the inbox of a process that shows the line to its own
-- tabs by itself ('' for none), the message that it answers (0 for none), then as `toll` has them.
-- Returns {'ok', seq, at, seat, holder of the partner's tab, to, counts…}; {'again', seq, at, seat, text, to} for a
-- nonce that this room has seen, so that a retry has one effect; {'too_fast', ms}; {'flood', counts…}; or {why not}.
-- A message that answers one the log no longer keeps is posted all the same, and answers none.
local tab, holder, room, nonce, inbox, to = ARGV[2], ARGV[3], ARGV[4], ARGV[5], ARGV[7], tonumber(ARGV[8])
local counts = {}
if #KEYS > 1 then
  local wait, said, flood = toll(9)
  if wait then return {'too_fast', wait} end
  if flood then return {'flood', unpack(said)} end
  counts = said
end
local f = redis.call('HMGET', key('tab', tab), 'holder', 'room')
local me = {tab = tab, holder = f[1], room = f[2]}
local no = refusal(me, holder)
if no then return {no} end
local seat, partner, watcher = seat_in(me, room)
if not seat then return {partner} end
local said = redis.call('HGET', key('nonces', room), seat .. nonce)
if said then
  local line = line_of(room, tonumber(said)) or {at = NOW, text = ARGV[6]}
  return {'again', tonumber(said), string.format('%.0f', line.at), seat, line.text, line.to or 0}
end
if to > 0 and not message(room, to) then to = 0 end
local entry = {kind = 'text', seat = seat, nonce = nonce, text = ARGV[6], to = to > 0 and to or nil}
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
if watcher then publish(event, {watcher}) end
return {'ok', seq, string.format('%.0f', NOW), seat, theirs, to, unpack(counts)}
