-- Pays for one try to log in. KEYS: counters. ARGV: window in ms, then how many tries each counter allows.
-- Returns 0 when it may be made, or the ms to wait; a refused try is not counted, or nobody would ever get in again.
for i, counter in ipairs(KEYS) do
  if tonumber(redis.call('GET', counter) or 0) >= tonumber(ARGV[i + 1]) then return redis.call('PTTL', counter) end
end
for _, counter in ipairs(KEYS) do
  if redis.call('INCR', counter) == 1 then redis.call('PEXPIRE', counter, ARGV[1]) end
end
return 0
