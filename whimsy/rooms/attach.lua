-- include rooms/room.lua
-- A socket brings the tab back: it holds the tab from now on. ARGV: limits, tab, holder. Returns the snapshot.
-- The newest connection wins; the one before is told, and its commands are refused from here on.
local me, holder = record(ARGV[2]), ARGV[3]
if not me.holder then return snapshot(me) end
if me.holder ~= holder then tell(me.holder, me.tab, {type = 'displaced'}) end
redis.call('HSET', key('tab', me.tab), 'holder', holder)
if me.ticket or is_engaged(me) then
  local was_away = redis.call('ZREM', AWAY, me.tab) == 1
  put(LEASES, NOW + LIMITS.lease, me.tab)
  redis.call('PEXPIRE', key('tab', me.tab), HOUR)
  local seat = was_away and not me.ticket and seat_in(me, me.room)
  if seat then append(me.room, {kind = 'system', code = 'back', seat = seat}) end
end
return snapshot(me)
