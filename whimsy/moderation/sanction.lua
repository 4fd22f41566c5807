-- Note one sanction. KEYS[1]: its subject's facts. ARGV: the clock's skew in ms, its id, its fact ('' when lifted), until.
-- A lifted one stays as '' so that whoever still tells its old form, read from SQL before, changes nothing.
local clock = redis.call('TIME')
local left = ARGV[4] - (clock[1] * 1000 + math.floor(clock[2] / 1000) + tonumber(ARGV[1]))
if left <= 0 then return 0 end
if ARGV[3] == '' then
  redis.call('HSET', KEYS[1], ARGV[2], '')
else
  redis.call('HSETNX', KEYS[1], ARGV[2], ARGV[3])
end
if redis.call('PTTL', KEYS[1]) < left then redis.call('PEXPIRE', KEYS[1], left) end
return 1
