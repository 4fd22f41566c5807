-- include lobby/ticket.lua
-- What a tab does now must follow what its visitor may do now. ARGV: limits, tab, act.
-- 'expel': out of the room or the queue; 'shadow': to the other queues, in silence; 'tell': only let them know.
local me, act = record(ARGV[2]), ARGV[3]
if not me.holder then return {'ok'} end
if act == 'shadow' then
  if me.ticket then
    unqueue(me)
    me.pool = 'shadow'
    redis.call('HSET', key('tab', me.tab), 'pool', me.pool)
    queue(me)
  end
  return {'ok'}
end
if act == 'expel' then
  -- To the other side it is somebody who left.
  if is_open(me.room) then close(me.room, (seat_in(me, me.room)), 'left') end
  drop(me)
  redis.call('ZREM', LEASES, me.tab)
  redis.call('ZREM', AWAY, me.tab)
end
publish({type = 'sanctioned'}, {me.tab})
return {'ok'}
