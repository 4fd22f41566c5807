-- include storage/cell.lua
-- A room is a log of what happened in it, to which lines are only added. A view is folded from that log.
-- Seats: 'a' and 'b' talk. 'q', who asked the question that the two discuss, only watches.

-- The tabs of a and b, when the room was closed, and the tab of q while it watches; each false for none.
local function seats(room)
  local f = redis.call('HMGET', key('room', room), 'a', 'b', 'closed', 'q')
  return f[1], f[2], f[3], f[4]
end

-- The caller's seat in a room, the partner's tab and that of whoever watches; or nil and why the caller may not act there.
local function seat_in(me, room)
  if me.room ~= room then return nil, 'not_in_room' end
  local a, b, closed, q = seats(room)
  if not a then return nil, 'not_in_room' end
  if closed then return nil, 'room_closed' end
  if a == me.tab then return 'a', b, q end
  if b == me.tab then return 'b', a, q end
  return nil, q == me.tab and 'watching' or 'not_in_room'
end

-- Why this connection may not act for the tab, or nil. A tab the store never met, or lost, is in no room.
local function refusal(me, holder)
  if me.holder == holder then return nil end
  return me.holder and 'displaced' or 'not_in_room'
end

-- Whether a tab talks or watches now.
local function is_engaged(me)
  if not me.room then return false end
  local seat, why = seat_in(me, me.room)
  return seat ~= nil or why == 'watching'
end

-- Adds a line to the log, and tells nobody.
local function add(room, entry)
  entry.seq = redis.call('HINCRBY', key('room', room), 'n', 1)
  entry.at = NOW
  if redis.call('RPUSH', key('log', room), cjson.encode(entry)) > LIMITS.history then
    redis.call('LTRIM', key('log', room), -LIMITS.history, -1)
  end
  return entry.seq
end

-- A line of the log, or nil if the log no longer keeps it.
local function line_of(room, seq)
  local n = tonumber(redis.call('HGET', key('room', room), 'n'))
  if seq > n then return end
  local line = redis.call('LRANGE', key('log', room), seq - n - 1, seq - n - 1)[1]
  return line and cjson.decode(line)
end

-- Whether a line is a message that the log still keeps.
local function message(room, seq)
  local line = line_of(room, seq)
  return line and line.kind == 'text'
end

local function append(room, entry, announce)
  local a, b, _, q = seats(room)
  add(room, entry)
  -- The author is told last, as nobody waits for their own words.
  local tabs = entry.seat == 'a' and {b, a} or {a, b}
  if q then table.insert(tabs, q) end
  publish(announce or {type = 'appended', room = room, entry = entry}, tabs)
  return entry.seq
end

-- Begins a call, or sets it up anew: its number grows, so that signals of the call before are void.
local function begin_call(room, seat)
  local call = redis.call('HINCRBY', key('room', room), 'call', 1)
  redis.call('HSET', key('room', room), 'video', 'on')
  append(room, {kind = 'system', code = 'video_on', seat = seat, call = call})
end

-- Until when this side may not ask for video: ms, 0 when it may, -1 for good.
local function rest_of(room, seat)
  return tonumber(redis.call('HGET', key('room', room), 'rest_' .. seat) or 0)
end

-- Whether this side would like to meet the other again: 'wished', 'both' if both would, or ''.
local function wish_of(room, seat)
  local f = redis.call('HMGET', key('room', room), 'again', 'again_' .. seat)
  return f[1] and 'both' or f[2] and 'wished' or ''
end

local function expire_room(room, ms)
  for _, kind in ipairs({'room', 'log', 'nonces'}) do redis.call('PEXPIRE', key(kind, room), ms) end
end

-- A tab has no part in an open room any more. It shows for a while how that ended.
local function retire(tab)
  redis.call('ZREM', LEASES, tab)
  redis.call('ZREM', AWAY, tab)
  redis.call('PEXPIRE', key('tab', tab), LIMITS.kept_after_close)
end

-- Ends a room for all, tells all, and leaves one line for the history in SQL.
local function close(room, seat, reason)
  append(room, {kind = 'system', code = 'left', seat = seat, reason = reason})
  local f = redis.call('HMGET', key('room', room), 'a', 'b', 'q', 'opened', 'texts')
  redis.call('HSET', key('room', room), 'closed', NOW)
  expire_room(room, LIMITS.kept_after_close)
  for i = 1, f[3] and 3 or 2 do retire(f[i]) end
  redis.call('RPUSH', key('closed'), cjson.encode({
    room = room, opened = tonumber(f[4]), closed = NOW, reason = reason, texts = tonumber(f[5] or 0),
  }))
  redis.call('PEXPIRE', key('closed'), DAY)
end

-- Whoever asked the question watches no more, and the two go on. The tab keeps up to which line it watched.
local function unwatch(me, reason)
  local seq = append(me.room, {kind = 'system', code = 'asker_left', seat = 'q', reason = reason})
  redis.call('HDEL', key('room', me.room), 'q')
  redis.call('HSET', key('tab', me.tab), 'watched', seq)
  retire(me.tab)
end

-- A tab gives up its part in a room, which ends if it was one of the two who talk.
local function give_up(me, room, reason)
  local seat, why = seat_in(me, room)
  if seat then
    close(room, seat, reason)
  elseif why == 'watching' then
    unwatch(me, reason)
  end
end

-- A tab lost its lease: keeps its place for `grace` ms, and shows its partner that it is away.
local function lapse(me, grace)
  redis.call('ZREM', LEASES, me.tab)
  put(AWAY, NOW + grace, me.tab)
  local seat = me.room and seat_in(me, me.room)
  if seat then append(me.room, {kind = 'system', code = 'away', seat = seat}) end
end

-- All that a view needs: a header with the fields of `Snapshot`, then the lines of the log as they were written.
local function snapshot(me)
  local view = {phase = 'idle', epoch = epoch()}
  if me.ticket then
    view = {phase = 'searching', epoch = view.epoch, ticket = me.ticket}
  elseif me.room then
    local a, b, closed, q = seats(me.room)
    if a then
      local seat = a == me.tab and 'a' or b == me.tab and 'b' or 'q'
      local n = tonumber(redis.call('HGET', key('room', me.room), 'n'))
      local seen = tonumber(me.watched) or n
      view = {
        phase = (closed or me.watched) and 'ended' or 'chatting', epoch = view.epoch, room = me.room, seat = seat, n = seen,
        away = seat ~= 'q' and redis.call('ZSCORE', AWAY, seat == 'a' and b or a) and true or false,
        -- Calls begin after whoever asked has left, and are none of their business.
        video = not closed and seat ~= 'q' and redis.call('HGET', key('room', me.room), 'video') or '',
        call = seat ~= 'q' and tonumber(redis.call('HGET', key('room', me.room), 'call') or 0) or 0,
        rest = closed and 0 or rest_of(me.room, seat),
        again = seat == 'q' and '' or wish_of(me.room, seat), asked = q and true or false,
      }
      return {cjson.encode(view), unpack(redis.call('LRANGE', key('log', me.room), 0, seen - n - 1))}
    end
  end
  return {cjson.encode(view)}
end
