-- include storage/cell.lua
-- Notes that two met in another cell, so that they do not meet here either. ARGV: limits, one, other, until (ms).
for _, pair in ipairs({{ARGV[2], ARGV[3]}, {ARGV[3], ARGV[2]}}) do
  redis.call('ZADD', key('met', pair[1]), ARGV[4], pair[2])
  redis.call('PEXPIRE', key('met', pair[1]), LIMITS.cooldown)
end
return {'ok'}
