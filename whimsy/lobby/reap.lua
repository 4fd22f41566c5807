-- include lobby/ticket.lua
-- Free what no longer breathes. ARGV: limits, how many at most. Any process may run it at any time.
-- First the leases that ended: away, with a grace. Then the graces that ended: the place is freed.
local many = tonumber(ARGV[2])
local lapsed = redis.call('ZRANGEBYSCORE', LEASES, '-inf', NOW, 'LIMIT', 0, many)
for _, tab in ipairs(lapsed) do lapse(record(tab), LIMITS.grace_lost) end
local over = redis.call('ZRANGEBYSCORE', AWAY, '-inf', NOW, 'LIMIT', 0, many)
for _, tab in ipairs(over) do
  local me = record(tab)
  local seat = me.room and seat_in(me, me.room)
  if seat then close(me.room, seat, 'lost') end
  if me.ticket then
    drop(me)
    redis.call('DEL', key('tab', tab))
  end
  redis.call('ZREM', AWAY, tab)
end
return {#lapsed, #over}
