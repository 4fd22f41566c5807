-- Marks that all was copied, if the store is still the one that it was at the start. KEYS: mark, telling. ARGV: token, seconds.
if redis.call('GET', KEYS[2]) ~= ARGV[1] then return 0 end
redis.call('SET', KEYS[1], '1', 'EX', ARGV[2])
redis.call('DEL', KEYS[2])
return 1
