-- include storage/clock.lua
-- Pays from a budget. KEYS[1]: the budget. ARGV: the clock's skew in ms, uses, ms they are meant for.
-- By the generic cell rate algorithm (ITU-T I.371) only the moment is kept at which the budget is whole again.
-- Returns 0 if paid, else the ms to wait; a refusal costs nothing.
local uses, span = tonumber(ARGV[2]), tonumber(ARGV[3])
local free = math.max(NOW, tonumber(redis.call('GET', KEYS[1]) or 0)) + span / uses
local wait = math.ceil(free - NOW - span)
if wait > 0 then return wait end
redis.call('SET', KEYS[1], string.format('%.3f', free), 'PX', math.min(math.ceil(free - NOW), 86400000))
return 0
