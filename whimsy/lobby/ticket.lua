-- include rooms/room.lua
-- A ticket waits in the queues of its interests from the start, in that of its language once interests are not
-- required any more, and in the open queue once anyone will do. So nearly all that a queue holds may meet.
-- Each pool has queues of its own, so that only people of one pool meet; nothing that is published names a pool.

local INTERESTS, LANGUAGE, ANYONE = 0, 1, 2

-- All tickets of all queues, to count them and to know who has waited longest.
local WAITING = key('waiting')

-- When each person last came to search, and the last waits that ended in a match: each as when, and how long in ms.
local COMERS, WAITS, QUARTER = key('comers'), key('waits'), 900000

-- Those who come by an invitation search in a pool of two, and count for nobody else.
local function invited(t) return t.pool:find('/', 1, true) ~= nil end

local function tag_queue(t, tag) return key('tag' .. t.pool, tag) end
local function lang_queue(t) return key('lang' .. t.pool, t.language) end
local function open_queue(t) return key('open' .. t.pool) end

-- The tickets of those who ask a question, for which others search. They claim nobody.
local function asking_queue(t) return key('asking' .. t.pool) end

local function stage(t)
  local wait = NOW - t.since
  if #t.interests > 0 and wait < LIMITS.widen_interests_after then return INTERESTS end
  if t.wished and wait < LIMITS.widen_language_after then return LANGUAGE end
  return ANYONE
end

local function queue(t)
  if not invited(t) then put(WAITING, t.since, t.tab) end
  if t.question ~= '' then return put(asking_queue(t), t.since, t.tab) end
  for _, tag in ipairs(t.interests) do put(tag_queue(t, tag), t.since, t.tab) end
  if stage(t) >= LANGUAGE and t.language ~= '' then put(lang_queue(t), t.since, t.tab) end
  if stage(t) == ANYONE then put(open_queue(t), t.since, t.tab) end
end

local function unqueue(t)
  redis.call('ZREM', WAITING, t.tab)
  redis.call('ZREM', asking_queue(t), t.tab)
  for _, tag in ipairs(t.interests) do redis.call('ZREM', tag_queue(t, tag), t.tab) end
  redis.call('ZREM', lang_queue(t), t.tab)
  redis.call('ZREM', open_queue(t), t.tab)
end

local function drop(t)
  if not t.ticket then return end
  unqueue(t)
  redis.call('HDEL', key('tab', t.tab), 'ticket', 'since', 'interests', 'language', 'wished', 'pool', 'question')
end
