-- include lobby/ticket.lua
-- Frees the places of tabs without a lease. ARGV: limits, how many at most. Any process may run it at any time.
-- A lease that ended makes its tab away, with a grace. When that ends, too, the place is freed.
local many = tonumber(ARGV[2])

-- Delays reaping by one lease after an outage of the store or of all processes, as no lease could be renewed
-- meanwhile. Only the store can tell: what a process asked for before the store stood still runs afterwards.
local REAPED, real = key('reaped'), NOW - LIMITS.skew
local last, from = unpack(redis.call('HMGET', REAPED, 'last', 'from'))
if last and real - last > LIMITS.lease / 2 then from = real + LIMITS.lease end
redis.call('HSET', REAPED, 'last', real, 'from', from or 0)
redis.call('PEXPIRE', REAPED, HOUR)
if real < tonumber(from or 0) then return {0, 0} end

local lapsed = redis.call('ZRANGEBYSCORE', LEASES, '-inf', NOW, 'LIMIT', 0, many)
for _, tab in ipairs(lapsed) do lapse(record(tab), LIMITS.grace_lost) end
local over = redis.call('ZRANGEBYSCORE', AWAY, '-inf', NOW, 'LIMIT', 0, many)
for _, tab in ipairs(over) do
  local me = record(tab)
  if me.room then give_up(me, me.room, 'lost') end
  if me.ticket then
    drop(me)
    redis.call('DEL', key('tab', tab))
  end
  redis.call('ZREM', AWAY, tab)
end
if redis.call('EXISTS', LEASES, AWAY) == 0 then redis.call('DEL', REAPED) end
return {#lapsed, #over}
