-- Pays for one use from a budget; returns the ms to wait if it is spent, which costs nothing, else nil.
-- By the generic cell rate algorithm (ITU-T I.371) only the moment is kept at which the budget is whole again.
local function pay(budget, uses, span, now)
  local free = math.max(now, tonumber(redis.call('GET', budget) or 0)) + span / uses
  local wait = math.ceil(free - now - span)
  if wait > 0 then return wait end
  redis.call('SET', budget, string.format('%.3f', free), 'PX', math.min(math.ceil(free - now), 86400000))
end
