-- include storage/clock.lua
-- Keeps visitors in the count and returns how many are here. KEYS[1]: the visitors, by when they no longer count.
-- ARGV: the clock's skew in ms, how long they stay in ms, visitors.
redis.call('ZREMRANGEBYSCORE', KEYS[1], '-inf', NOW)
for i = 3, #ARGV do redis.call('ZADD', KEYS[1], NOW + ARGV[2], ARGV[i]) end
redis.call('PEXPIRE', KEYS[1], 3600000)
return redis.call('ZCARD', KEYS[1])
