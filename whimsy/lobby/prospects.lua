-- include lobby/ticket.lua
-- What whoever waits may expect. ARGV: limits.
-- Returns how many people came to search in the last quarter of an hour, each wait that ended in a match since, ms, and
-- how many search now.
redis.call('ZREMRANGEBYSCORE', COMERS, '-inf', NOW - QUARTER)
local waits = {}
for _, each in ipairs(redis.call('LRANGE', WAITS, 0, -1)) do
  local at, wait = string.match(each, '^(%d+) (%d+)$')
  if tonumber(at) > NOW - QUARTER then waits[#waits + 1] = tonumber(wait) end
end
return {redis.call('ZCARD', COMERS), waits, redis.call('ZCARD', WAITING)}
