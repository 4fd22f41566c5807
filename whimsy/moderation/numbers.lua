-- include lobby/ticket.lua
-- A cell in numbers. ARGV: limits. Returns who waits, open rooms, how long the longest has waited in ms, reports that wait for SQL.
local waiting = redis.call('ZCARD', WAITING)
local first = redis.call('ZRANGE', WAITING, 0, 0, 'WITHSCORES')
-- Whoever has a place and no ticket sits in a room with somebody else.
local placed = redis.call('ZCARD', LEASES) + redis.call('ZCARD', AWAY)
return {
  waiting, math.max(0, math.floor((placed - waiting) / 2)), first[2] and math.max(0, NOW - first[2]) or 0,
  redis.call('LLEN', key('reports')),
}
