-- include lobby/ticket.lua
-- Claims the best partner, or leaves a ticket. As it is one step, a pair exists for both sides or not at all.
-- In the cell of questions it claims somebody who asks one as well, who will watch; whoever asks only waits.
-- ARGV: limits, tab, holder, person, how ('enter', 'poll', or 'hold': enter without looking), ticket, fresh room id,
-- wishes (JSON), room to leave, visitor, address key, pool.
-- Returns {'paired', room[, partner's person, until when they may not meet again]},
-- {'waiting', stage, ticket, company}, {'gone'}, {'away'} or {'displaced'}.
local me = record(ARGV[2])
local holder, person, how, ticket, fresh = ARGV[3], ARGV[4], ARGV[5], ARGV[6], ARGV[7]

if how == 'poll' then
  if me.holder and me.holder ~= holder then return {'displaced'} end
  if me.ticket ~= ticket then
    if is_engaged(me) then return {'paired', me.room} end
    return {'gone'}  -- cancelled or lost meanwhile: a late poll must not bring the ticket back
  end
  -- Acting does not renew a lost lease: the holder must attach first.
  if not redis.call('ZSCORE', LEASES, me.tab) then return {'away'} end
else
  local busy = me.ticket or is_engaged(me)
  if me.holder and me.holder ~= holder and busy and breathing(me.tab) then return {'displaced'} end
  if me.room and me.room == ARGV[9] then
    give_up(me, me.room, 'next')
  elseif is_engaged(me) then
    return {'paired', me.room}  -- a double click, which has found somebody already
  end
  local new = not me.ticket
  if me.ticket then
    ticket = me.ticket  -- a double click: keep the turn in the queue
    if me.pool ~= (ARGV[12] or '') then unqueue(me) end
  else
    local wishes = cjson.decode(ARGV[8])
    me.ticket, me.since, me.interests = ticket, NOW, wishes.interests
    me.language, me.wished, me.question = wishes.language, wishes.wished, wishes.question or ''
  end
  me.person, me.holder, me.room = person, holder, nil
  me.visitor, me.address, me.pool = ARGV[10] or '', ARGV[11] or '', ARGV[12] or ''
  if new and not invited(me) then
    redis.call('ZADD', COMERS, NOW, person)
    redis.call('PEXPIRE', COMERS, QUARTER)
  end
  redis.call('HDEL', key('tab', me.tab), 'room', 'watched')
  redis.call('HSET', key('tab', me.tab), 'person', person, 'holder', holder, 'ticket', ticket,
    'since', me.since, 'interests', #me.interests > 0 and cjson.encode(me.interests) or '[]',
    'language', me.language, 'wished', me.wished and '1' or '0',
    'visitor', me.visitor, 'address', me.address, 'pool', me.pool, 'question', me.question)
  redis.call('PEXPIRE', key('tab', me.tab), HOUR)
  redis.call('ZREM', AWAY, me.tab)
end
put(LEASES, NOW + LIMITS.lease, me.tab)
if me.question ~= '' then
  queue(me)
  return {'waiting', ANYONE, ticket, ''}
end

local mine = {}
for _, tag in ipairs(me.interests) do mine[tag] = true end

local function shared_with(t)
  local shared = {}
  for _, tag in ipairs(t.interests) do
    if mine[tag] then shared[#shared + 1] = tag end
  end
  return shared
end

local function met(t)
  local ends = redis.call('ZSCORE', key('met', me.person), t.person)
  return ends and tonumber(ends) > NOW
end

-- Whether both come from one address. They may be one person with two browsers, or two people of a school.
local function near(t)
  return LIMITS.same_address ~= 'meet' and t.address ~= '' and t.address == me.address
end

local function blocked(t, other)
  return redis.call('SISMEMBER', key('blocks', t.person), other.person) == 1
    or redis.call('SISMEMBER', key('blocks', other.person), t.person) == 1
end

-- Whether somebody may watch whoever discusses their question, in a language that suits them.
local function may_watch(asker, t)
  if asker.person == t.person or blocked(asker, t) then return false end
  return asker.language == t.language or not (t.wished and stage(t) < ANYONE)
end

-- Those whose question the caller may discuss: in the caller's language first, then by how long they have waited.
local asked, askers, asking = LIMITS.asked and not invited(me), {}, {}
if asked then
  local elsewhere = {}
  for _, tab in ipairs(redis.call('ZRANGE', asking_queue(me), 0, 31)) do
    local asker = record(tab)
    asking[tab] = true
    if asker.ticket and breathing(tab) and may_watch(asker, me) then
      table.insert(asker.language == me.language and askers or elsewhere, asker)
    end
  end
  for _, asker in ipairs(elsewhere) do askers[#askers + 1] = asker end
end

-- The first of them whose question the other may discuss as well.
local function asker_for(t)
  for _, asker in ipairs(askers) do
    if may_watch(asker, t) then return asker end
  end
end

-- May these two talk? 'yes', 'again' (only the cooldown stands between them), 'near' (only a common address) or nil.
local function verdict(t, shared)
  if not t.ticket or t.tab == me.tab or t.person == me.person or not breathing(t.tab) then return nil end
  if #shared == 0 and (stage(me) == INTERESTS or stage(t) == INTERESTS) then return nil end
  if t.language ~= me.language then
    if me.wished and stage(me) < ANYONE or t.wished and stage(t) < ANYONE then return nil end
  end
  if blocked(me, t) or asked and not asker_for(t) then return nil end
  if invited(me) then return 'yes' end
  if near(t) and LIMITS.same_address == 'never' then return nil end
  return met(t) and 'again' or near(t) and 'near' or 'yes'
end

local best, best_shared, again, again_shared, neighbour, neighbour_shared
-- How many tickets one claim may look at, which bounds its cost.
local budget = how == 'hold' and 0 or 256

-- Whom it looked at, so that a visitor is told the truth about who else waits.
local seen = {}

-- Whether all others who search were looked at and are like that.
local function others_are(like)
  if redis.call('ZCARD', WAITING) > 64 then return false end
  for _, tab in ipairs(redis.call('ZRANGE', WAITING, 0, -1)) do
    if tab ~= me.tab and not asking[tab] and breathing(tab) and not (seen[tab] and like(seen[tab])) then return false end
  end
  return true
end

-- 'unasked' if there is no question to discuss, 'nobody' if nobody else searches, 'near' if somebody does whom only a
-- common address keeps away for now, 'met' if only people do who were just met, '' for anything else.
local function company()
  if asked and #askers == 0 then return 'unasked' end
  if others_are(function() return false end) then return 'nobody' end
  if neighbour then return 'near' end
  return others_are(met) and 'met' or ''
end

-- Considers one waiting tab; returns whether it is better than the best so far.
local function consider(tab, rank)
  budget = budget - 1
  local t = record(tab)
  local shared = shared_with(t)
  local may = verdict(t, shared)
  seen[tab] = t
  if may == 'yes' and (not best or rank(t, shared)) then
    best, best_shared = t, shared
  elseif may == 'near' and not neighbour then
    neighbour, neighbour_shared = t, shared
  end
  if may and may ~= 'yes' and not again
      and NOW - t.since >= LIMITS.cooldown_relaxed_after and NOW - me.since >= LIMITS.cooldown_relaxed_after then
    again, again_shared = t, shared
  end
end

-- First by interests: the most in common, then the same language, then the longest wait.
local counts, order = {}, {}
for _, tag in ipairs(me.interests) do
  local heads = redis.call('ZRANGE', tag_queue(me, tag), 0, 63, 'WITHSCORES')
  for i = 1, #heads, 2 do
    if not counts[heads[i]] then
      counts[heads[i]] = 0
      order[#order + 1] = {heads[i], tonumber(heads[i + 1])}
    end
    counts[heads[i]] = counts[heads[i]] + 1
  end
end
table.sort(order, function(x, y)
  if counts[x[1]] ~= counts[y[1]] then return counts[x[1]] > counts[y[1]] end
  if x[2] ~= y[2] then return x[2] < y[2] end
  return x[1] < y[1]
end)
for _, head in ipairs(order) do
  -- All further ones have fewer in common, or none can be better.
  if budget == 0 or best and (counts[head[1]] < #best_shared or best.language == me.language) then break end
  consider(head[1], function(t) return t.language == me.language and best.language ~= me.language end)
end

-- Then by arrival: the first in the queue who may meet the caller has waited longest.
local function search(queue_key)
  local from = 0
  while not best and budget > 0 do
    local heads = redis.call('ZRANGE', queue_key, from, from + 31)
    for _, tab in ipairs(heads) do
      if best or budget == 0 then break end
      consider(tab, function() return false end)
    end
    if #heads < 32 then return end
    from = from + 32
  end
end
if stage(me) >= LANGUAGE and me.language ~= '' then search(lang_queue(me)) end
if stage(me) == ANYONE then search(open_queue(me)) end

-- A family or a school: nobody from elsewhere is there to be met, so they need not wait for the cooldown.
if not best and neighbour and others_are(function(t) return near(t) or met(t) end) then
  best, best_shared = neighbour, neighbour_shared
end
if not best then best, best_shared = again, again_shared end
if not best then
  queue(me)
  return {'waiting', stage(me), ticket, company()}
end

if not invited(me) then
  for _, t in ipairs({me, best}) do
    redis.call('RPUSH', WAITS, string.format('%.0f %.0f', NOW, NOW - t.since))
  end
  redis.call('LTRIM', WAITS, -64, -1)
  redis.call('PEXPIRE', WAITS, QUARTER)
end
local tickets = {[me.tab] = me.ticket, [best.tab] = best.ticket}
local asker = asked and asker_for(best)
drop(me)
drop(best)
redis.call('HSET', key('room', fresh), 'a', best.tab, 'b', me.tab, 'pa', best.person, 'pb', me.person,
  'va', best.visitor, 'vb', me.visitor, 'ka', best.address, 'kb', me.address, 'opened', NOW)
redis.call('HSET', key('tab', me.tab), 'room', fresh)
redis.call('HSET', key('tab', best.tab), 'room', fresh)
if asker then
  tickets[asker.tab] = asker.ticket
  drop(asker)
  redis.call('HSET', key('room', fresh), 'q', asker.tab, 'pq', asker.person, 'vq', asker.visitor, 'kq', asker.address,
    'question', asker.question)
  redis.call('HSET', key('tab', asker.tab), 'room', fresh)
end
for _, pair in ipairs({{me.person, best.person}, {best.person, me.person}}) do
  local list = key('met', pair[1])
  redis.call('ZREMRANGEBYSCORE', list, '-inf', NOW)
  if LIMITS.cooldown > 0 then
    redis.call('ZADD', list, NOW + LIMITS.cooldown, pair[2])
    redis.call('PEXPIRE', list, LIMITS.cooldown)
  end
end
local entry = {kind = 'system', code = 'connected', seat = '', shared = best_shared}
append(fresh, entry, {
  type = 'paired', room = fresh, a = best.tab, b = me.tab, tickets = tickets, entry = entry,
  call = LIMITS.calls and 1 or 0,
})
if asker then append(fresh, {kind = 'system', code = 'question', seat = 'q', text = asker.question}) end
-- Whoever searches for a call has agreed to it, so the call begins with the room.
if LIMITS.calls then begin_call(fresh, '') end
expire_room(fresh, HOUR)
if LIMITS.cooldown == 0 then return {'paired', fresh} end
return {'paired', fresh, best.person, NOW + LIMITS.cooldown}
