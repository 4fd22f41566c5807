-- include rooms/room.lua
-- A ticket waits in the queues of its interests from the start, of its language once interests are no longer
-- required, and in the open queue once anyone will do: what a queue holds is admissible but for rare exceptions.

local INTERESTS, LANGUAGE, ANYONE = 0, 1, 2

local function stage(t)
  local wait = NOW - t.since
  if #t.interests > 0 and wait < LIMITS.widen_interests_after then return INTERESTS end
  if t.wished and wait < LIMITS.widen_language_after then return LANGUAGE end
  return ANYONE
end

local function queue(t)
  for _, tag in ipairs(t.interests) do put(key('tag', tag), t.since, t.tab) end
  if stage(t) >= LANGUAGE and t.language ~= '' then put(key('lang', t.language), t.since, t.tab) end
  if stage(t) == ANYONE then put(key('open'), t.since, t.tab) end
end

local function drop(t)
  if not t.ticket then return end
  for _, tag in ipairs(t.interests) do redis.call('ZREM', key('tag', tag), t.tab) end
  redis.call('ZREM', key('lang', t.language), t.tab)
  redis.call('ZREM', key('open'), t.tab)
  redis.call('HDEL', key('tab', t.tab), 'ticket', 'since', 'interests', 'language', 'wished')
end
