-- Counts in how many rooms each thing was said. KEYS: a set of rooms for each thing, all in one slot.
-- ARGV: window in ms, most members a set holds, then the member for each key. Returns the counts.
-- The window begins with the first room and ends after its time, however many follow.
local counts = {}
for i, set in ipairs(KEYS) do
  local n = redis.call('SCARD', set)
  if n < tonumber(ARGV[2]) and redis.call('SADD', set, ARGV[i + 2]) == 1 then
    n = n + 1
    if n == 1 then redis.call('PEXPIRE', set, ARGV[1]) end
  end
  counts[i] = n
end
return counts
