-- Accepts a proof once. KEYS: used, pass, solved, wanted. ARGV: ms to remember it, searches it allows, ms the pass
-- lasts, ms that solved ones are counted. Returns 1, or 0 for a proof that was used before.
if not redis.call('SET', KEYS[1], '1', 'NX', 'PX', ARGV[1]) then return 0 end
redis.call('SET', KEYS[2], ARGV[2], 'PX', ARGV[3])
if redis.call('INCR', KEYS[3]) == 1 then redis.call('PEXPIRE', KEYS[3], ARGV[4]) end
redis.call('DEL', KEYS[4])
return 1
