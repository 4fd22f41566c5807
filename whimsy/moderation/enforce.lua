-- include lobby/ticket.lua
-- Makes a tab obey a new sanction of its visitor. ARGV: limits, tab, act.
-- 'expel' takes it out of its room or queue; 'shadow' moves it to the other queues, unseen; 'tell' only tells it.
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
  -- The other side sees somebody who left.
  if me.room then give_up(me, me.room, 'left') end
  drop(me)
  redis.call('ZREM', LEASES, me.tab)
  redis.call('ZREM', AWAY, me.tab)
end
publish({type = 'sanctioned'}, {me.tab})
return {'ok'}
