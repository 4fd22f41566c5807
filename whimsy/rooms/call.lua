-- include rooms/room.lua
-- Video in a room, by consent. ARGV: limits, tab, holder, room, act, call number (for 'rebuild'), why (for 'decline').
-- 'offer' asks the other side, or agrees if they have asked; 'accept' and 'decline' answer an offer; 'stop' ends
-- video or takes an offer back; 'rebuild' sets a running call up anew. Each new call has a higher number, so that
-- what is said about an older one reaches nobody. An act that no longer fits changes nothing: both may press at once.
-- After an offer that came to nothing its side may not ask for a while, after a second one not again in this chat,
-- nor after a 'never', or when the other browser is 'unable'. Whoever asks may be asked again at once.
-- Where a third reads along there is no call, which they would not see.
-- Returns {'ok'}, {'video_rests', ms or -1 for good} or a refusal.
local me, room, act = record(ARGV[2]), ARGV[4], ARGV[5]
local no = refusal(me, ARGV[3])
if no then return {no} end
local seat, why, watcher = seat_in(me, room)
if not seat then return {why} end
if watcher then return {'watched'} end
local other = seat == 'a' and 'b' or 'a'
local video = redis.call('HGET', key('room', room), 'video') or ''
local asked = video == other

local A_WHILE, FOR_GOOD = 60000, -1

local function rest(side, for_good)
  local vain = redis.call('HINCRBY', key('room', room), 'vain_' .. side, 1)
  local ends = (for_good or vain > 1) and FOR_GOOD or NOW + A_WHILE
  redis.call('HSET', key('room', room), 'rest_' .. side, ends)
  return ends
end

local function may_ask(side)
  redis.call('HDEL', key('room', room), 'vain_' .. side, 'rest_' .. side)
end

if act == 'offer' and video == '' then
  local ends = rest_of(room, seat)
  if ends == FOR_GOOD or ends > NOW then return {'video_rests', ends == FOR_GOOD and FOR_GOOD or ends - NOW} end
  may_ask(other)
  redis.call('HSET', key('room', room), 'video', seat)
  append(room, {kind = 'system', code = 'video_offered', seat = seat})
elseif (act == 'accept' or act == 'offer') and asked then
  may_ask('a')
  may_ask('b')
  begin_call(room, seat)
elseif act == 'decline' and asked then
  local unable = ARGV[7] == 'unable'
  redis.call('HSET', key('room', room), 'video', '')
  append(room, {
    kind = 'system', code = 'video_declined', seat = seat, rest = rest(other, unable or ARGV[7] == 'never'),
    reason = unable and 'unable' or nil,
  })
elseif act == 'stop' and (video == 'on' or video == seat) then
  redis.call('HSET', key('room', room), 'video', '')
  append(room, {kind = 'system', code = 'video_stopped', seat = seat, rest = video == seat and rest(seat) or nil})
elseif act == 'rebuild' and video == 'on' and redis.call('HGET', key('room', room), 'call') == ARGV[6] then
  begin_call(room, seat)
end
return {'ok'}
