-- Pay from a budget. KEYS[1]: the budget. ARGV: uses, ms they are meant for, skew of the clock in ms.
-- The generic cell rate algorithm (ITU-T I.371): one number, the moment when all would be free again.
-- Returns 0 when paid, or the ms to wait; what is refused costs nothing.
local uses, span = tonumber(ARGV[1]), tonumber(ARGV[2])
local clock = redis.call('TIME')
local now = clock[1] * 1000 + math.floor(clock[2] / 1000) + tonumber(ARGV[3])
local free = math.max(now, tonumber(redis.call('GET', KEYS[1]) or 0)) + span / uses
local wait = math.ceil(free - now - span)
if wait > 0 then return wait end
redis.call('SET', KEYS[1], string.format('%.3f', free), 'PX', math.min(math.ceil(free - now), 86400000))
return 0
