-- include rooms/room.lua
-- Which side of a room the caller has or had, even if their tab is elsewhere by now.

-- Returns the caller's seat and that of the other, or 'q' if `whom` is 'asker' and somebody asked the question of the
-- room; or nil and why not. A closed room counts until kept_after_close. Whoever watches has no side.
local function side(me, holder, room, whom)
  if me.holder and me.holder ~= holder then return nil, 'displaced' end
  local a, b, closed = seats(room)
  if closed and NOW >= tonumber(closed) + LIMITS.kept_after_close then return nil, 'not_in_room' end
  local seat = a and (a == me.tab and 'a' or b == me.tab and 'b')
  if not seat then return nil, 'not_in_room' end
  if whom ~= 'asker' then return seat, seat == 'a' and 'b' or 'a' end
  if not redis.call('HGET', key('room', room), 'question') then return nil, 'not_in_room' end
  return seat, 'q'
end
