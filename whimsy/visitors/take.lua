-- Make a tab the person's active one. KEYS[1]: where it is kept. ARGV: "tab cell", what it may replace, ttl in ms.
-- Returns what holds it now: the new value when it was free, one's own, or what it may replace.
local held = redis.call('GET', KEYS[1])
if not held or held == ARGV[1] or held == ARGV[2] then
  redis.call('SET', KEYS[1], ARGV[1], 'PX', ARGV[3])
  return ARGV[1]
end
return held
