-- include rooms/room.lua
-- Say something. ARGV: limits, tab, holder, room, nonce, text. Returns {'ok', seq} or {why not}.
-- A nonce that this room has seen returns its first seq and adds no line, so that a retry has one effect.
local me, room, nonce = record(ARGV[2]), ARGV[4], ARGV[5]
local no = refusal(me, ARGV[3])
if no then return {no} end
local seat, why = seat_in(me, room)
if not seat then return {why} end
local said = redis.call('HGET', key('nonces', room), seat .. nonce)
if said then return {'ok', tonumber(said)} end
local seq = append(room, {kind = 'text', seat = seat, nonce = nonce, text = ARGV[6]})
redis.call('HSET', key('nonces', room), seat .. nonce, seq)
-- The first text makes the key of the nonces, which needs an end.
if redis.call('HINCRBY', key('room', room), 'texts', 1) == 1 then expire_room(room, HOUR) end
return {'ok', seq}
