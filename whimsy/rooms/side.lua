-- include rooms/room.lua
-- Which side of a room the caller has or had, even if their tab is elsewhere by now.

-- Returns the caller's seat and the other's; or nil and why not. A closed room counts until kept_after_close.
local function side(me, holder, room)
  if me.holder and me.holder ~= holder then return nil, 'displaced' end
  local a, b, closed = seats(room)
  if closed and NOW >= tonumber(closed) + LIMITS.kept_after_close then return nil, 'not_in_room' end
  if a and a == me.tab then return 'a', 'b' end
  if b and b == me.tab then return 'b', 'a' end
  return nil, 'not_in_room'
end
