-- What every step of a cell shares.
-- KEYS[1] is the cell ("whimsy:{text}"); all keys below it carry its hash tag, so one step touches one slot.
-- ARGV[1] is when the step was asked for ("" when unknown) and the limits as JSON. Time is the server's own:
-- no process's clock decides who is alive.
local ASKED, said = string.match(ARGV[1], '^(%d*) (.*)$')
local CELL, LIMITS = KEYS[1], cjson.decode(said)
local clock = redis.call('TIME')
local NOW = clock[1] * 1000 + math.floor(clock[2] / 1000)
-- Refuses a step that waited while the server stood still: whoever asked was told that it failed, and may be gone.
if ASKED ~= '' and NOW - ASKED > LIMITS.patience then return redis.error_reply('LATE asked too long ago') end
NOW = NOW + LIMITS.skew
local HOUR, DAY = 3600000, 86400000

local function key(...) return CELL .. ':' .. table.concat({...}, ':') end

-- Tabs with a lease, by when it ends; tabs that lost theirs, by when their place is freed.
local LEASES, AWAY = key('leases'), key('away')

local function put(zset, score, member)
  redis.call('ZADD', zset, score, member)
  redis.call('PEXPIRE', zset, HOUR)
end

-- The epoch of this cell. A store without one makes a new one, so whoever remembers another one knows that the
-- store lost everything (Centrifugo, "stream epoch").
local function epoch()
  local known = redis.call('GET', key('epoch'))
  if known then return known end
  local minted = clock[1] .. '.' .. clock[2]
  redis.call('SET', key('epoch'), minted, 'PX', HOUR)
  return minted
end

local function breathing(tab)
  local ends = redis.call('ZSCORE', LEASES, tab)
  return ends and tonumber(ends) > NOW
end

-- A tab's record: who holds its socket ("inbox/attachment"), and its ticket or its room. question: that its visitor
-- asks, '' for none; watched: the last line it saw of a room that it watches no more, which goes on.
local function record(tab)
  local f = redis.call('HMGET', key('tab', tab),
    'holder', 'person', 'room', 'ticket', 'since', 'interests', 'language', 'wished',
    'visitor', 'address', 'pool', 'question', 'watched')
  return {
    tab = tab, holder = f[1], person = f[2], room = f[3], ticket = f[4], since = tonumber(f[5] or 0),
    interests = f[6] and cjson.decode(f[6]) or {}, language = f[7] or '', wished = f[8] == '1',
    visitor = f[9] or '', address = f[10] or '', pool = f[11] or '', question = f[12] or '', watched = f[13],
  }
end

-- The inbox of the process that holds a tab.
local function inbox_of(holder) return string.match(holder, '^[^/]+') end

local function tell(holder, tab, event)
  redis.call('PUBLISH', 'whimsy:inbox:' .. inbox_of(holder),
    cjson.encode({to = {{tab, holder}}, event = event}))
end

-- Tell the tabs; two tabs of one process cost one publish.
local function publish(event, tabs)
  local inboxes = {}
  for _, tab in ipairs(tabs) do
    local holder = redis.call('HGET', key('tab', tab), 'holder')
    if holder then
      local inbox = inbox_of(holder)
      inboxes[inbox] = inboxes[inbox] or {}
      table.insert(inboxes[inbox], {tab, holder})
    end
  end
  for inbox, to in pairs(inboxes) do
    redis.call('PUBLISH', 'whimsy:inbox:' .. inbox, cjson.encode({to = to, event = event}))
  end
end
