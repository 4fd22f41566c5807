-- include rooms/room.lua
-- Video in a room, by consent. ARGV: limits, tab, holder, room, act, call number (for 'rebuild').
-- 'offer' asks the other side, or agrees if they have asked; 'accept' and 'decline' answer them; 'stop' ends it
-- or takes an offer back; 'rebuild' sets a running call up anew. Each new call has a higher number: what is said
-- about an older one reaches nobody. An act that no longer fits changes nothing: both may press at once.
local me, room, act = record(ARGV[2]), ARGV[4], ARGV[5]
local no = refusal(me, ARGV[3])
if no then return {no} end
local seat, why = seat_in(me, room)
if not seat then return {why} end
local video = redis.call('HGET', key('room', room), 'video') or ''
local asked = video ~= '' and video ~= 'on' and video ~= seat

if act == 'offer' and video == '' then
  redis.call('HSET', key('room', room), 'video', seat)
  append(room, {kind = 'system', code = 'video_offered', seat = seat})
elseif (act == 'accept' or act == 'offer') and asked then
  begin_call(room, seat)
elseif act == 'decline' and asked then
  redis.call('HSET', key('room', room), 'video', '')
  append(room, {kind = 'system', code = 'video_declined', seat = seat})
elseif act == 'stop' and (video == 'on' or video == seat) then
  redis.call('HSET', key('room', room), 'video', '')
  append(room, {kind = 'system', code = 'video_stopped', seat = seat})
elseif act == 'rebuild' and video == 'on' and redis.call('HGET', key('room', room), 'call') == ARGV[6] then
  begin_call(room, seat)
end
return {'ok'}
