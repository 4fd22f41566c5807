-- include lobby/ticket.lua
-- Counts a cell. ARGV: limits. Returns tickets, open rooms, the longest wait in ms, reports that wait for SQL.
local waiting = redis.call('ZCARD', WAITING)
local first = redis.call('ZRANGE', WAITING, 0, 0, 'WITHSCORES')
-- Every tab with a lease but without a ticket is one of the two of a room.
local placed = redis.call('ZCARD', LEASES) + redis.call('ZCARD', AWAY)
return {
  waiting, math.max(0, math.floor((placed - waiting) / 2)), first[2] and math.max(0, NOW - first[2]) or 0,
  redis.call('LLEN', key('reports')),
}
