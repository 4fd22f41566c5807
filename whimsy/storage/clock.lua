-- The time in ms by the server's clock, for steps that are of no cell. ARGV[1] is the clock's skew in ms.
local clock = redis.call('TIME')
local NOW = clock[1] * 1000 + math.floor(clock[2] / 1000) + tonumber(ARGV[1])
