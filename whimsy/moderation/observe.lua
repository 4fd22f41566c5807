-- include storage/clock.lua
-- Notes what a screen saw. KEYS: once, waiting. ARGV: the clock's skew in ms, line (JSON), ms in which it counts
-- once, how many lines may wait, for how long in ms.
if not redis.call('SET', KEYS[1], '1', 'NX', 'PX', ARGV[3]) then return 0 end
local line = cjson.decode(ARGV[2])
line.at = NOW
redis.call('RPUSH', KEYS[2], cjson.encode(line))
redis.call('LTRIM', KEYS[2], -ARGV[4], -1)
redis.call('PEXPIRE', KEYS[2], ARGV[5])
return 1
