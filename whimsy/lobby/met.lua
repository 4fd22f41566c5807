-- include storage/cell.lua
-- Two met in another cell: they do not meet again in this one either. ARGV: limits, one, other, until (ms).
for _, pair in ipairs({{ARGV[2], ARGV[3]}, {ARGV[3], ARGV[2]}}) do
  redis.call('ZADD', key('met', pair[1]), ARGV[4], pair[2])
  redis.call('PEXPIRE', key('met', pair[1]), LIMITS.cooldown)
end
return {'ok'}
