-- include storage/clock.lua
-- Copies one sanction. KEYS[1]: the facts of its subject. ARGV: the clock's skew in ms, id, fact ('' if lifted), until.
-- A lifted one stays as '', so that a process that read its old form from SQL before cannot bring it back.
local left = ARGV[4] - NOW
if left <= 0 then return 0 end
if ARGV[3] == '' then
  redis.call('HSET', KEYS[1], ARGV[2], '')
else
  redis.call('HSETNX', KEYS[1], ARGV[2], ARGV[3])
end
if redis.call('PTTL', KEYS[1]) < left then redis.call('PEXPIRE', KEYS[1], left) end
return 1
