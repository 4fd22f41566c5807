-- include lobby/ticket.lua
-- What whoever waits may expect. ARGV: limits.
-- Returns how many people came to search in the last quarter of an hour, each wait that ended in a match since, ms, and
-- how many search now; of a crowd, with those whose pages are gone since a moment.
redis.call('ZREMRANGEBYSCORE', COMERS, '-inf', NOW - QUARTER)
local waits = {}
for _, each in ipairs(redis.call('LRANGE', WAITS, 0, -1)) do
  local at, wait = string.match(each, '^(%d+) (%d+)$')
  if tonumber(at) > NOW - QUARTER then waits[#waits + 1] = tonumber(wait) end
end
local searching = redis.call('ZCARD', WAITING)
if searching <= 64 then
  searching = 0
  for _, tab in ipairs(redis.call('ZRANGE', WAITING, 0, -1)) do
    if breathing(tab) then searching = searching + 1 end
  end
end
return {redis.call('ZCARD', COMERS), waits, searching}
