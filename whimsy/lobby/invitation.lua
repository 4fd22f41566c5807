-- Lets two visitors use an invitation. KEYS[1]: who did. ARGV: visitor, how long an invitation lasts in ms.
-- Returns 1 if the visitor is one of the two, 0 for a third.
if redis.call('SISMEMBER', KEYS[1], ARGV[1]) == 1 then return 1 end
if redis.call('SCARD', KEYS[1]) >= 2 then return 0 end
redis.call('SADD', KEYS[1], ARGV[1])
redis.call('PEXPIRE', KEYS[1], ARGV[2])
return 1
