-- Counts the rooms that something happened in, in a set that holds `most` of them; returns how many there are.
-- The window (ms) begins with the first room and ends after its time, however many follow.
local function spread(set, room, window, most)
  local n = redis.call('SCARD', set)
  if n < most and redis.call('SADD', set, room) == 1 then
    n = n + 1
    if n == 1 then redis.call('PEXPIRE', set, window) end
  end
  return n
end
