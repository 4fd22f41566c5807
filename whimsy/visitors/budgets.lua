-- Pays from a budget. KEYS[1]: the budget. ARGV: uses, ms they are meant for, skew of the clock in ms.
-- By the generic cell rate algorithm (ITU-T I.371) only the moment is kept at which the budget is whole again.
-- Returns 0 if paid, else the ms to wait; a refusal costs nothing.
local uses, span = tonumber(ARGV[1]), tonumber(ARGV[2])
local clock = redis.call('TIME')
local now = clock[1] * 1000 + math.floor(clock[2] / 1000) + tonumber(ARGV[3])
local free = math.max(now, tonumber(redis.call('GET', KEYS[1]) or 0)) + span / uses
local wait = math.ceil(free - now - span)
if wait > 0 then return wait end
redis.call('SET', KEYS[1], string.format('%.3f', free), 'PX', math.min(math.ceil(free - now), 86400000))
return 0
